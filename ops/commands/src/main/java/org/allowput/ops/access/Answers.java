package org.allowput.ops.access;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Tells a refusal from any other error. */
public final class Answers {
    private static final int FORBIDDEN = 403;
    private static final Set<String> WITHOUT_BODY = Set.of("", "403", "Forbidden");

    private Answers() {}

    /** How AWS answered a request. */
    public static Attempt.Answer to(Runnable request) {
        try {
            request.run();
            return Attempt.ALLOWED;
        } catch (AwsServiceException e) {
            AwsErrorDetails details = e.awsErrorDetails();
            String code = details == null || details.errorCode() == null ? "" : details.errorCode();
            return isRefusal(e, code) ? Attempt.DENIED : Attempt.Answer.failed(e.statusCode(), code);
        } catch (SdkClientException e) {
            return Attempt.Answer.failed(0, e.getClass().getSimpleName());
        }
    }

    /** The answer to HEAD has no body and so no code: a bare 403 is all that S3 says then. */
    private static boolean isRefusal(AwsServiceException e, String code) {
        return e.statusCode() == FORBIDDEN
                && (code.equals("AccessDenied") || (e instanceof S3Exception && WITHOUT_BODY.contains(code)));
    }
}
