package org.allowput.lambda.failure;

import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The target account's role could not be assumed. */
public final class AssumeRoleException extends RuntimeException {
    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException");

    private final boolean denied;

    /**
     * @param role ARN of the role
     * @param caller gives the ARN of who asked for it; asked only where the role was denied
     * @param failure what STS answered, or why it gave no answer
     */
    public AssumeRoleException(String role, Supplier<String> caller, SdkException failure) {
        super(message(role, caller, failure), failure);
        this.denied = denied(failure);
    }

    /** STS says 403 also when the caller's own token has expired, which no policy can change and time does. */
    private static boolean denied(SdkException failure) {
        return failure instanceof AwsServiceException answer
                && answer.statusCode() == 403
                && !EXPIRED.contains(KnownErrors.code(answer));
    }

    /** Whether STS refused it, as opposed to: did not answer, or answered something else. */
    boolean denied() {
        return denied;
    }

    private static String message(String role, Supplier<String> caller, SdkException failure) {
        String asked = "sts:AssumeRole of " + role;
        if (denied(failure)) {
            return asked + " was denied to " + caller.get()
                    + ". The usual causes: (1) the ExternalId here and the one in the role's trust policy differ; (2)"
                    + " the trust policy does not name this account, or narrows to another role; (3) the caller's own"
                    + " policy does not allow sts:AssumeRole on that ARN. Within seconds of a deploy IAM may not know"
                    + " the role yet: the event is retried";
        }
        if (failure instanceof AwsServiceException answer) {
            return (asked + " answered " + answer.statusCode() + " " + KnownErrors.code(answer)).strip();
        }
        return asked + " got no answer";
    }
}
