package org.allowput.lambda.copy;

/**
 * Nothing was copied, and nothing has ended: the object is larger than one invocation copies.
 *
 * @param bytes of the object
 * @param version differs if anything differs that is copied, tags aside
 */
public record TooLarge(long bytes, String version) implements CopyResult {}
