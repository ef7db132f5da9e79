package org.allowput.lambda.failure;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.net.HttpURLConnection.HTTP_PRECON_FAILED;
import static org.allowput.contract.FailureCause.ASSUME_ROLE_DENIED;
import static org.allowput.contract.FailureCause.PERMANENT;
import static org.allowput.contract.FailureCause.RETRYABLE;
import static org.allowput.contract.FailureCause.SOURCE_CHANGED;
import static org.allowput.contract.FailureCause.THROTTLED;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.allowput.contract.FailureCause;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Sorts what can be thrown while an object is copied: the one place that looks at the SDK's exceptions. */
public final class FailureClassifier {
    private static final String STEP_FUNCTIONS = "Step Functions";

    private FailureClassifier() {}

    public static Failure of(Throwable thrown) {
        return find(thrown, PendingRequestException.class)
                .map(PendingRequestException::failure)
                .or(() -> find(thrown, OutOfMemoryError.class).map(Failure::outOfMemory))
                .or(() -> find(thrown, SourceException.class).map(FailureClassifier::onSource))
                .or(() -> find(thrown, WorkflowException.class).map(e -> of(STEP_FUNCTIONS, e)))
                .or(() -> find(thrown, AssumeRoleException.class).map(FailureClassifier::onAssumeRole))
                .orElseGet(() -> onTarget(thrown));
    }

    /** The failure of a request to that side, the name of a bucket or service. */
    public static Failure of(String side, Throwable thrown) {
        return find(thrown, AwsServiceException.class)
                .map(e -> onService(side, e))
                .orElseGet(() -> onConnection(side, thrown));
    }

    /** The request ended with this, and an attempt at it may have got no answer. */
    public static PendingRequestException pending(Throwable thrown) {
        return new PendingRequestException(of(thrown), thrown);
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

    /**
     * Whether only another upload can succeed: the target no longer has this one, or parts of it, as they were put, or
     * a conditional completion met another write or a deletion of the same key.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html">
     *     CompleteMultipartUpload</a>: "On a 409 failure you should … re-initiate the multipart upload"
     */
    public static boolean isLostUpload(Throwable thrown) {
        return isEndedUpload(thrown) || code(thrown).equals("ConditionalRequestConflict");
    }

    private static boolean isEndedUpload(Throwable thrown) {
        return KnownErrors.areAlike(code(thrown), "NoSuchUpload");
    }

    /** Whether the parts of an upload are not what the source holds: the same parts cannot become right. */
    public static boolean isCorrupted(Throwable thrown) {
        return thrown instanceof CorruptedException || KnownErrors.areAlike(code(thrown), "BadDigest");
    }

    /**
     * Whether a request that creates or deletes an object may have its effect although it failed: no answer has
     * arrived, or the answer is that to a later attempt, and the SDK does not say how the earlier ones ended. An error
     * of Java ends any attempt, and hides the earlier ones.
     */
    public static boolean mayHaveArrived(Throwable thrown) {
        if (find(thrown, PendingRequestException.class).isPresent()
                || find(thrown, Error.class).isPresent()) {
            return true;
        }
        boolean isAnswered = find(thrown, AwsServiceException.class).isPresent();
        return find(thrown, SdkException.class)
                .filter(sdk -> !isAnswered || isOfLaterAttempt(sdk))
                .isPresent();
    }

    /** Whether the completion of an upload may still have its effect. An upload that the target no longer has ended. */
    public static boolean mayBePending(Throwable thrown) {
        return mayHaveArrived(thrown) && !isEndedUpload(thrown);
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
        return find(thrown, SourceException.class).isEmpty() && code(thrown).equals("PreconditionFailed");
    }

    /** Tells whether S3 answered that what the request names does not exist. */
    public static boolean isMissing(Throwable thrown) {
        return find(thrown, AwsServiceException.class)
                .filter(e -> e.statusCode() == HTTP_NOT_FOUND)
                .isPresent();
    }

    private static Failure onSource(Throwable thrown) {
        return find(thrown, AwsServiceException.class)
                .filter(FailureClassifier::isChange)
                .map(e ->
                        new Failure(SOURCE_CHANGED, "the source object was overwritten or deleted while it was copied"))
                .orElseGet(() -> of("source bucket", thrown));
    }

    private static boolean isChange(AwsServiceException thrown) {
        return switch (thrown.statusCode()) {
            case 404 -> !KnownErrors.code(thrown).equals("NoSuchBucket");
            case 405, 412 -> true;
            default -> false;
        };
    }

    private static Failure onAssumeRole(AssumeRoleException thrown) {
        if (isInterrupt(thrown)) {
            return Failure.stopped();
        }
        Optional<AwsServiceException> answer = find(thrown, AwsServiceException.class);
        FailureCause cause = thrown.denied()
                ? ASSUME_ROLE_DENIED
                : answer.filter(FailureClassifier::isThrottling).isPresent() ? THROTTLED : RETRYABLE;
        return new Failure(
                cause,
                answer.isPresent() ? String.valueOf(thrown.getMessage()) : thrown.getMessage() + ": " + root(thrown));
    }

    private static Failure onTarget(Throwable thrown) {
        return thrown instanceof CorruptedException
                ? new Failure(RETRYABLE, String.valueOf(thrown.getMessage()))
                : of("target bucket", thrown);
    }

    private static Failure onService(String side, AwsServiceException thrown) {
        String code = KnownErrors.code(thrown);
        int status = thrown.statusCode();
        String answer = side + " answered " + status + (code.isEmpty() ? "" : " " + code);
        if (isThrottling(thrown)) {
            return new Failure(THROTTLED, answer);
        }
        Optional<Failure> known = KnownErrors.failure(code, answer);
        if (known.isPresent()) {
            return known.get();
        }
        // Of KMS for S3, and of Step Functions, whose status is 400: what is not known is not the object's fault.
        if (code.startsWith("KMS.") || side.equals(STEP_FUNCTIONS)) {
            return new Failure(RETRYABLE, answer);
        }
        // The answer to a HEAD has no body, so no code: it may be any of those that are known.
        if (code.isEmpty() && status == 400) {
            return new Failure(RETRYABLE, answer + " without a code: the credentials expired or a KMS key is disabled");
        }
        return KnownErrors.failure(Integer.toString(status), answer)
                .orElseGet(() -> new Failure(status >= 500 ? RETRYABLE : PERMANENT, answer));
    }

    /**
     * By the status alone, too, as the answer to a HEAD has no code. S3 sends SlowDown and ServiceUnavailable with 503.
     */
    private static boolean isThrottling(AwsServiceException thrown) {
        return thrown.isThrottlingException() || thrown.statusCode() == 503;
    }

    private static String code(Throwable thrown) {
        return find(thrown, AwsServiceException.class).map(KnownErrors::code).orElse("");
    }

    private static Failure onConnection(String side, Throwable thrown) {
        if (isInterrupt(thrown)) {
            return Failure.stopped();
        }
        boolean expected = find(thrown, SdkException.class).isPresent()
                || find(thrown, IOException.class).isPresent();
        return expected
                ? new Failure(RETRYABLE, side + ": " + root(thrown))
                : Failure.defect(root(thrown), thrown.getStackTrace());
    }

    private static boolean isInterrupt(Throwable thrown) {
        return find(thrown, AbortedException.class).isPresent()
                || find(thrown, InterruptedException.class).isPresent();
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
