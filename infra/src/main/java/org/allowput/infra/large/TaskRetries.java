package org.allowput.infra.large;

import java.util.List;
import java.util.stream.Stream;
import org.allowput.contract.FunctionClass;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.stepfunctions.JitterType;
import software.amazon.awscdk.services.stepfunctions.RetryProps;

/**
 * How the states of the workflow for large objects are retried. Step Functions applies the first retrier that names an
 * error, and gives up when that one has no attempt left.
 *
 * <p>All delays are exact but those after throttling, which are random, so that ranges that wait for a free invocation
 * do not all ask for it at the same time.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Handling errors</a>
 */
final class TaskRetries {
    /** What large objects survive without starting again: an outage, a revoked trust, a disabled key. */
    static final int OUTAGE_SECONDS = 6 * 3600;

    private static final List<String> NOT_RETRIED =
            List.of(FunctionClass.PERMANENT_ERROR.qualifiedName(), FunctionClass.START_OVER_ERROR.qualifiedName());

    private static final List<String> FAILED = List.of(FunctionClass.RETRY_ERROR.qualifiedName());

    /** While more ranges want an invocation than the account or the function may have, all others are throttled. */
    private static final List<String> THROTTLED = List.of("Lambda.TooManyRequestsException");

    /**
     * Other errors of Lambda, after which the function may run nevertheless.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html">Handle Lambda
     *     service exceptions</a>
     */
    private static final List<String> SERVICE = List.of(
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.ClientExecutionTimeoutException");

    private static final List<String> ALL = List.of("States.ALL");

    private static final int FIRST_SECONDS = 5;
    private static final int BACKOFF_RATE = 2;
    private static final int LONGEST_SECONDS = 300;

    /**
     * Until a PUT or the completion of an upload whose client is gone has arrived, or never will. S3 says of a
     * completion that it can take several minutes, and states no limit.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html">
     *     CompleteMultipartUpload</a>
     */
    private static final int LATE_WRITE_SECONDS = 900;

    /** At most so many of the longest delays fit into an execution: each attempt has three events in its history. */
    private static final int LONGEST_DELAYS = 3000;

    private final int executionSeconds;

    /** @param executionSeconds how long an execution may take */
    TaskRetries(int executionSeconds) {
        this.executionSeconds = executionSeconds;
    }

    /** Of a task that can be run again at once, also if the attempt before succeeded. */
    List<RetryProps> repeatable() {
        return List.of(
                notRetried(),
                throttled(Stream.of(THROTTLED, SERVICE).flatMap(List::stream).toList()),
                forAnOutage(ALL, FIRST_SECONDS, LONGEST_SECONDS));
    }

    /**
     * Of a task that can make an object visible. An attempt whose end is not known is left time to end, because the one
     * after it has to look at the source after that.
     */
    List<RetryProps> visible() {
        return List.of(
                notRetried(),
                throttled(THROTTLED),
                retrier(SERVICE, LATE_WRITE_SECONDS, LATE_WRITE_SECONDS, executionSeconds / LATE_WRITE_SECONDS)
                        .build(),
                forAnOutage(FAILED, FIRST_SECONDS, LONGEST_SECONDS),
                forAnOutage(ALL, LATE_WRITE_SECONDS, LATE_WRITE_SECONDS));
    }

    /** Of a call of another service than Lambda. */
    static RetryProps ofService() {
        return forAnOutage(ALL, FIRST_SECONDS, LONGEST_SECONDS);
    }

    private static RetryProps notRetried() {
        return RetryProps.builder().errors(NOT_RETRIED).maxAttempts(0).build();
    }

    /** As long as the execution lasts: twice as many attempts as delays of half the longest fit into it, and some. */
    private RetryProps throttled(List<String> errors) {
        int longest = Math.max(LONGEST_SECONDS, Math.ceilDiv(executionSeconds, LONGEST_DELAYS));
        int attempts = 100 + Math.ceilDiv(11 * (executionSeconds / 5), longest);
        return retrier(errors, FIRST_SECONDS, longest, attempts)
                .jitterStrategy(JitterType.FULL)
                .build();
    }

    private static RetryProps forAnOutage(List<String> errors, int first, int longest) {
        int attempts = 0;
        int delay = first;
        for (int total = 0; total < OUTAGE_SECONDS; attempts++) {
            total += delay;
            delay = Math.min(delay * BACKOFF_RATE, longest);
        }
        return retrier(errors, first, longest, attempts).build();
    }

    private static RetryProps.Builder retrier(List<String> errors, int first, int longest, int attempts) {
        return RetryProps.builder()
                .errors(errors)
                .interval(Duration.seconds(first))
                .backoffRate(BACKOFF_RATE)
                .maxDelay(Duration.seconds(longest))
                .maxAttempts(attempts);
    }
}
