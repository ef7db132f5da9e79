package org.allowput.lambda.failure;

import static org.allowput.contract.FailureCause.ACCESS_DENIED;
import static org.allowput.contract.FailureCause.PERMANENT;
import static org.allowput.contract.FailureCause.RETRYABLE;
import static org.allowput.contract.FailureCause.THROTTLED;

import java.util.Set;
import org.allowput.contract.FailureCause;

/**
 * The error codes of StartExecution and DescribeExecution, and those that all services with AWS JSON have in common.
 * The status of each is 400, also that of expired credentials: only codes that name a defect of the request are
 * permanent.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">
 *     StartExecution</a>
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/CommonErrors.html">Common errors</a>
 */
final class StepFunctionsErrors {
    private static final Set<String> OF_THE_REQUEST = Set.of(
            "InvalidArn",
            "InvalidExecutionInput",
            "InvalidName",
            "MalformedHttpRequestException",
            "RequestEntityTooLargeException",
            "UnknownOperationException",
            "ValidationError",
            "ValidationException");

    private static final Set<String> OF_ACCESS = Set.of(
            "AccessDeniedException",
            "KmsAccessDeniedException",
            "KmsInvalidStateException",
            "NotAuthorized",
            "OptInRequired");

    private StepFunctionsErrors() {}

    /** What to make of an answer that is neither an internal error nor known as throttling by the SDK. */
    static FailureCause cause(String code) {
        if (OF_THE_REQUEST.contains(code)) {
            return PERMANENT;
        }
        if (OF_ACCESS.contains(code)) {
            return ACCESS_DENIED;
        }
        return code.equals("KmsThrottlingException") ? THROTTLED : RETRYABLE;
    }
}
