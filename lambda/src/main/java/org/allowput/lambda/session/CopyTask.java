package org.allowput.lambda.session;

import org.allowput.lambda.copy.MissingSource;

/**
 * One object to replicate.
 *
 * @param sourceKey of the object in the source bucket
 * @param targetKey of its copy in the target bucket
 * @param missingSource what to do if the source object does not exist
 */
public record CopyTask(String sourceKey, String targetKey, MissingSource missingSource) {}
