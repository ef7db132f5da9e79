package org.allowput.lambda.failure;

import software.amazon.awssdk.core.exception.SdkException;

/**
 * Reading from the source bucket failed. It says which side an exception came from where both sides take part in one
 * request: a PUT whose body is a GET.
 */
public final class SourceException extends RuntimeException {
    public SourceException(SdkException failure) {
        super(failure.getMessage(), failure);
    }
}
