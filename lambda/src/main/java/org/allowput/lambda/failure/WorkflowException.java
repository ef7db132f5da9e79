package org.allowput.lambda.failure;

import java.io.Serial;
import software.amazon.awssdk.core.exception.SdkException;

/** An object could not be handed over to the workflow for large objects. */
public final class WorkflowException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public WorkflowException(SdkException failure) {
        super(failure.getMessage(), failure);
    }
}
