package org.allowput.lambda.failure;

import software.amazon.awssdk.core.exception.SdkException;

/** The workflow for a large object could not be started. */
public final class WorkflowException extends RuntimeException {
    public WorkflowException(SdkException failure) {
        super(failure.getMessage(), failure);
    }
}
