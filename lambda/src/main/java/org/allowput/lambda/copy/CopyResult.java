package org.allowput.lambda.copy;

/** The result of one attempt to copy an object is its outcome, or that the object is too large for one invocation. */
public sealed interface CopyResult permits Outcome, CopyResult.TooLarge {

    /**
     * Nothing was copied, and nothing has ended: the object is larger than one invocation copies.
     *
     * @param bytes of the object
     * @param version differs if anything differs that is copied, tags aside
     */
    record TooLarge(long bytes, String version) implements CopyResult {}
}
