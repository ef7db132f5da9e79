package org.allowput.lambda.failure;

import static java.net.HttpURLConnection.HTTP_PRECON_FAILED;
import static org.allowput.contract.FailureCause.ACCESS_DENIED;
import static org.allowput.contract.FailureCause.ASSUME_ROLE_DENIED;
import static org.allowput.contract.FailureCause.OUT_OF_TIME;
import static org.allowput.contract.FailureCause.PERMANENT;
import static org.allowput.contract.FailureCause.RETRYABLE;
import static org.allowput.contract.FailureCause.SOURCE_CHANGED;
import static org.allowput.contract.FailureCause.THROTTLED;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.allowput.contract.FailureCause;
import org.allowput.lambda.role.AssumeRoleException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sorts what can be thrown while an object is copied: the one place that looks at the SDK's exceptions.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3's error codes</a>
 */
public final class FailureClassifier {
    private static final Set<String> DIGESTS =
            Set.of("BadDigest", "InvalidDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch");

    private FailureClassifier() {}

    public static Failure of(Throwable thrown) {
        Failure failure = sort(thrown);
        return find(thrown, PendingCompletionException.class).isPresent() ? failure.pending() : failure;
    }

    /** The same of a request to neither of the two buckets. */
    public static Failure of(String side, SdkException thrown) {
        return find(thrown, AwsServiceException.class)
                .map(e -> onService(side, e))
                .orElseGet(() -> onConnection(side, thrown));
    }

    private static Failure sort(Throwable thrown) {
        return find(thrown, SourceException.class)
                .map(FailureClassifier::onSource)
                .or(() -> find(thrown, WorkflowException.class).map(FailureClassifier::onWorkflow))
                .or(() -> find(thrown, AssumeRoleException.class).map(FailureClassifier::onAssumeRole))
                .orElseGet(() -> onTarget(thrown));
    }

    /** That the object is no longer the one that was read before: it is read again from the beginning. */
    public static SourceException sourceChanged(String seen) {
        return new SourceException(AwsServiceException.builder()
                .statusCode(HTTP_PRECON_FAILED)
                .message(seen)
                .build());
    }

    /** Whether a PUT whose body could not be read may be tried again at once. */
    public static boolean transientOnSource(Throwable thrown) {
        FailureCause cause = of(thrown).cause();
        return find(thrown, SourceException.class).isPresent() && (cause == RETRYABLE || cause == THROTTLED);
    }

    /** Whether the target no longer has the upload, or parts of it, as they were put: another upload is needed. */
    public static boolean isLostUpload(Throwable thrown) {
        return find(thrown, AwsServiceException.class)
                .map(FailureClassifier::code)
                .filter(code -> code.equals("NoSuchUpload") || code.startsWith("InvalidPart"))
                .isPresent();
    }

    /** Whether the parts of an upload are not what the source holds: the same parts cannot become right. */
    public static boolean isCorrupted(Throwable thrown) {
        return thrown instanceof CorruptedException
                || find(thrown, AwsServiceException.class)
                        .filter(e -> DIGESTS.contains(code(e)))
                        .isPresent();
    }

    /**
     * Whether the completion of an upload may still have its effect: no answer has arrived, or the answer is that to a
     * later attempt, and the SDK does not say how the earlier ones ended. An upload that is lost has ended.
     */
    public static boolean mayBePending(Throwable thrown) {
        Optional<SdkException> sdk = find(thrown, SdkException.class);
        boolean isAnswered = find(thrown, AwsServiceException.class).isPresent();
        return sdk.isPresent() && !isLostUpload(thrown) && (!isAnswered || isOfLaterAttempt(sdk.get()));
    }

    private static boolean isOfLaterAttempt(SdkException thrown) {
        return Objects.requireNonNullElse(thrown.numAttempts(), 1) > 1;
    }

    /**
     * Whether the target refused to replace an object, because the request created one only if there is none.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">Conditional
     *     writes</a>
     */
    public static boolean targetExists(Throwable thrown) {
        return find(thrown, SourceException.class).isEmpty()
                && find(thrown, AwsServiceException.class)
                        .filter(e -> code(e).equals("PreconditionFailed"))
                        .isPresent();
    }

    private static Failure onSource(Throwable thrown) {
        return find(thrown, AwsServiceException.class)
                .map(e -> isChange(e)
                        ? new Failure(
                                SOURCE_CHANGED, "the source object was overwritten or deleted while it was copied")
                        : onService("source bucket", e))
                .orElseGet(() -> onConnection("source bucket", thrown));
    }

    private static boolean isChange(AwsServiceException thrown) {
        return switch (thrown.statusCode()) {
            case 404 -> !code(thrown).equals("NoSuchBucket");
            case 405, 412 -> true;
            default -> false;
        };
    }

    private static Failure onAssumeRole(AssumeRoleException thrown) {
        if (isInterrupt(thrown)) {
            return stopped();
        }
        Optional<AwsServiceException> answer = find(thrown, AwsServiceException.class);
        FailureCause cause = thrown.denied()
                ? ASSUME_ROLE_DENIED
                : answer.filter(FailureClassifier::isThrottling).isPresent() ? THROTTLED : RETRYABLE;
        return new Failure(
                cause,
                answer.isPresent() ? String.valueOf(thrown.getMessage()) : thrown.getMessage() + ": " + root(thrown));
    }

    private static Failure onWorkflow(WorkflowException thrown) {
        return find(thrown, AwsServiceException.class)
                .map(FailureClassifier::onStepFunctions)
                .orElseGet(() -> onConnection("Step Functions", thrown));
    }

    private static Failure onStepFunctions(AwsServiceException thrown) {
        String answer = answer("Step Functions", thrown);
        if (isThrottling(thrown)) {
            return new Failure(THROTTLED, answer);
        }
        FailureCause cause = StepFunctionsErrors.cause(code(thrown));
        return cause == ACCESS_DENIED ? onStatus(403, answer) : new Failure(cause, answer);
    }

    private static Failure onTarget(Throwable thrown) {
        if (thrown instanceof CorruptedException) {
            return new Failure(RETRYABLE, String.valueOf(thrown.getMessage()));
        }
        return find(thrown, AwsServiceException.class)
                .map(e -> onService("target bucket", e))
                .orElseGet(() -> onConnection("target bucket", thrown));
    }

    private static Failure onService(String side, AwsServiceException thrown) {
        String code = code(thrown);
        int status = thrown.statusCode();
        String answer = answer(side, thrown);
        if (isThrottling(thrown)) {
            return new Failure(THROTTLED, answer);
        }
        if (DIGESTS.contains(code)) {
            return new Failure(RETRYABLE, answer + ": the bytes that arrived are not the bytes that the source holds");
        }
        return switch (code) {
            case "InvalidObjectState" ->
                new Failure(PERMANENT, answer + ": the object is archived; restore it, which sends a new event");
            case "ExpiredToken", "InvalidToken", "TokenRefreshRequired", "RequestTimeTooSkewed" ->
                new Failure(RETRYABLE, answer + ": the credentials expired or are not known yet");
            case "RequestHeaderSectionTooLarge", "MetadataTooLarge" ->
                new Failure(
                        PERMANENT,
                        answer
                                + ": metadata and tags do not fit into the headers of one request (2 KB of metadata, 8"
                                + " KB in all, tags URL-encoded): shorten those of the source object");
            // The upload of a copy that begins anew has other parts.
            case "InvalidPart", "InvalidPartOrder", "NoSuchUpload" -> new Failure(RETRYABLE, answer);
            case "RequestTimeout", "IncompleteBody", "OperationAborted" -> new Failure(RETRYABLE, answer);
            // S3 has 400 as the status of each. Nothing is to be lost while the key's owner decides.
            case "KMS.DisabledException", "KMS.KMSInvalidStateException" ->
                new Failure(
                        ACCESS_DENIED,
                        answer
                                + ": the KMS key is disabled or is to be deleted; enable it, then redrive what is in"
                                + " the dead-letter queue");
            case "KMS.NotFoundException" ->
                new Failure(
                        PERMANENT,
                        answer
                                + ": there is no such KMS key; name one that exists, then redrive what is in the"
                                + " dead-letter queue");
            // The answer to a HEAD has no body, so no code: it may be any of those above.
            case "" ->
                status == 400
                        ? new Failure(
                                RETRYABLE, answer + " without a code: the credentials expired or a KMS key is disabled")
                        : onStatus(status, answer);
            // Of KMS for S3. What is not known above is not the object's fault.
            default -> code.startsWith("KMS.") ? new Failure(RETRYABLE, answer) : onStatus(status, answer);
        };
    }

    private static String answer(String side, AwsServiceException thrown) {
        String code = code(thrown);
        return side + " answered " + thrown.statusCode() + (code.isEmpty() ? "" : " " + code);
    }

    /**
     * By the code or by the status alone, as the answer to a HEAD has no code. S3 sends SlowDown and ServiceUnavailable
     * with 503.
     */
    private static boolean isThrottling(AwsServiceException thrown) {
        return thrown.isThrottlingException()
                || thrown.statusCode() == 503
                || code(thrown).equals("KMS.ThrottlingException");
    }

    private static String code(AwsServiceException thrown) {
        AwsErrorDetails details = thrown.awsErrorDetails();
        return details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
    }

    private static Failure onStatus(int status, String answer) {
        return switch (status) {
            case 403 ->
                new Failure(
                        ACCESS_DENIED,
                        answer + ": a policy of the bucket, the role or the"
                                + " key refuses it; allow it, then redrive what is in the dead-letter queue");
            // 200: an error inside the answer to the completion of an upload, which began before it was known.
            // 307: a bucket that is new, until its name is known everywhere.
            case 200, 307, 408, 409 -> new Failure(RETRYABLE, answer);
            default -> new Failure(status >= 500 ? RETRYABLE : PERMANENT, answer);
        };
    }

    private static Failure onConnection(String side, Throwable thrown) {
        if (isInterrupt(thrown)) {
            return stopped();
        }
        boolean expected = find(thrown, SdkException.class).isPresent()
                || find(thrown, IOException.class).isPresent();
        return expected ? new Failure(RETRYABLE, side + ": " + root(thrown)) : defect(thrown);
    }

    private static boolean isInterrupt(Throwable thrown) {
        return find(thrown, AbortedException.class).isPresent()
                || find(thrown, InterruptedException.class).isPresent();
    }

    /** The failure of a copy that was interrupted, and does not end: it may be completing an upload. */
    public static Failure unended() {
        return stopped().pending();
    }

    public static Failure stopped() {
        return new Failure(
                OUT_OF_TIME,
                "stopped before the copy was complete: the time was over; handed back. If this repeats raise the"
                        + " function's timeout or lower the batch size");
    }

    /** What no side and no connection did, and the next attempt will do again. */
    private static Failure defect(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return new Failure(
                PERMANENT,
                "the function failed by a defect of its own: " + root(thrown)
                        + (frames.length == 0 ? "" : " at " + frames[0])
                        + "; report it to those who maintain the function, then redrive what is in the dead-letter"
                        + " queue");
    }

    private static String root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
