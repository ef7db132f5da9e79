package org.allowput.ops.acceptance.check;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** How AWS answered a request: {@value #ALLOWED}, or status and error code. */
final class RequestAnswer {
    static final String ALLOWED = "allowed";
    static final String DENIED = "403 AccessDenied";

    private RequestAnswer() {}

    static String to(Runnable request) {
        try {
            request.run();
            return ALLOWED;
        } catch (AwsServiceException e) {
            String code =
                    e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
            return e.statusCode() + " " + (code == null ? "" : code);
        }
    }
}
