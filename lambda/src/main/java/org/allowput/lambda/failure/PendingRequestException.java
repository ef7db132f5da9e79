package org.allowput.lambda.failure;

/**
 * A completion of an upload or a deletion was sent, and its end is not known: it can take effect minutes after its
 * client is gone, and then it replaces or deletes a newer object.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html">
 *     CompleteMultipartUpload</a>: "Processing … could take several minutes"
 */
public final class PendingRequestException extends RuntimeException {
    public PendingRequestException(String message) {
        super(message);
    }

    public PendingRequestException(RuntimeException cause) {
        super(cause.getMessage(), cause);
    }
}
