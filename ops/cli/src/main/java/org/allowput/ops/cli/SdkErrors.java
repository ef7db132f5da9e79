package org.allowput.ops.cli;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in one sentence what an exception of the SDK means. */
public final class SdkErrors {
    private SdkErrors() {}

    /** An answer of AWS that refuses a request, or a request that got no answer. */
    public static OperationException explain(SdkException exception) {
        if (exception instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            return OperationException.ofAws(
                    "AWS refused a request: %s answered %d %s: %s"
                            .formatted(
                                    service.awsErrorDetails().serviceName(),
                                    service.statusCode(),
                                    service.awsErrorDetails().errorCode(),
                                    service.awsErrorDetails().errorMessage()),
                    exception);
        }
        String message = String.valueOf(exception.getMessage());
        if (message.startsWith("Unable to load credentials")) {
            return OperationException.ofAws(
                    "There are no credentials for AWS: sign in (aws sso login, aws login or aws configure), or choose"
                            + " a profile with --profile.",
                    exception);
        }
        return OperationException.ofAws("AWS could not be reached: " + message, exception);
    }
}
