package org.allowput.lambda.failure;

/**
 * The completion of an upload was sent, and its end is not known: S3 can go on with it for minutes after its client is
 * gone, and the object then replaces a newer one.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html">
 *     CompleteMultipartUpload</a>: "Processing … could take several minutes"
 */
public final class PendingCompletionException extends RuntimeException {
    public PendingCompletionException(String message) {
        super(message);
    }

    public PendingCompletionException(RuntimeException cause) {
        super(cause.getMessage(), cause);
    }
}
