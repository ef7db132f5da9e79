package org.allowput.ops.cli;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Why a command cannot go on, for the person who started it: what was seen, what is expected and what to do. */
public final class OperationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    private OperationException(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** Something that the command needs is missing or wrong. */
    public OperationException(String message) {
        super(message);
        this.status = ExitStatus.NOT_DONE;
    }

    /** Something that the command needs is missing or wrong. */
    public OperationException(String message, Throwable cause) {
        this(ExitStatus.NOT_DONE, message, cause);
    }

    /** AWS could not be reached or refused a request. */
    public static OperationException ofAws(String message, Throwable cause) {
        return new OperationException(ExitStatus.AWS, message, cause);
    }

    /** An answer of AWS that refuses a request, or a request that got no answer. */
    public static OperationException ofAws(SdkException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            AwsErrorDetails details = service.awsErrorDetails();
            message = "AWS refused a request: " + details.serviceName() + " answered " + service.statusCode() + " "
                    + details.errorCode() + ": " + details.errorMessage();
        } else if (message.startsWith("Unable to load credentials")) {
            message = "There are no credentials for AWS: sign in (aws sso login, aws login or aws configure), or choose"
                    + " a profile with --profile.";
        } else {
            message = "AWS could not be reached: " + message;
        }
        return ofAws(message, e);
    }

    public ExitStatus status() {
        return status;
    }
}
