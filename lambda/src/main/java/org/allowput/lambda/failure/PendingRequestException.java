package org.allowput.lambda.failure;

/**
 * A completion of an upload or a deletion was sent, and its end is not known: it can take effect minutes after its
 * client is gone, and then it replaces or deletes a newer object.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html">
 *     CompleteMultipartUpload</a>: "Processing … could take several minutes"
 */
public final class PendingRequestException extends RuntimeException {
    private final transient Failure failure;

    public PendingRequestException(Failure failure) {
        super(failure.reason());
        this.failure = failure.pending();
    }

    PendingRequestException(Failure failure, Throwable cause) {
        super(failure.reason(), cause);
        this.failure = failure.pending();
    }

    /** Why the request failed. The failure is pending. */
    public Failure failure() {
        return failure;
    }
}
