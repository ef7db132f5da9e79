package org.allowput.lambda.role;

import java.io.Serial;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The target account's role could not be assumed. */
public final class AssumeRoleException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException");

    private final boolean denied;

    /**
     * @param role ARN of the role
     * @param caller ARN of who asked for it
     */
    public AssumeRoleException(String role, String caller, AwsServiceException failure) {
        super(message(role, caller, failure), failure);
        this.denied = denied(failure);
    }

    /** STS says 403 also when the caller's own token has expired, which no policy can change and time does. */
    private static boolean denied(AwsServiceException failure) {
        return failure.statusCode() == 403 && !EXPIRED.contains(code(failure));
    }

    private static String code(AwsServiceException failure) {
        AwsErrorDetails details = failure.awsErrorDetails();
        return details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
    }

    /** Whether STS refused it, as opposed to: did not answer, or answered something else. */
    public boolean denied() {
        return denied;
    }

    private static String message(String role, String caller, AwsServiceException failure) {
        if (!denied(failure)) {
            return ("sts:AssumeRole of " + role + " by " + caller + " answered " + failure.statusCode() + " "
                            + code(failure))
                    .strip();
        }
        return "sts:AssumeRole of " + role + " was denied to " + caller
                + ". The usual causes: (1) the ExternalId here and the one in the role's trust policy differ; (2) the"
                + " trust policy does not name this account, or narrows to another role; (3) the caller's own policy"
                + " does not allow sts:AssumeRole on that ARN. Within seconds of a deploy IAM may not know the role"
                + " yet: the event is retried";
    }
}
