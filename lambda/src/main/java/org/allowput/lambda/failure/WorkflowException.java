package org.allowput.lambda.failure;

import software.amazon.awssdk.core.exception.SdkException;

/** An object could not be handed over to the workflow for large objects. */
public final class WorkflowException extends RuntimeException {
    public WorkflowException(SdkException failure) {
        super(failure.getMessage(), failure);
    }
}
