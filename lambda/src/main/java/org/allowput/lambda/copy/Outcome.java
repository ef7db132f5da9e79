package org.allowput.lambda.copy;

/** How the replication of one object ended. */
public sealed interface Outcome {
    /**
     * The target object is the source object, as it was found again after the copy.
     *
     * @param bytes of the object
     * @param missingMetadata entries of user metadata that S3 holds but tells nobody, which the target lacks
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">x-amz-missing-meta</a>
     */
    record Copied(long bytes, int missingMetadata) implements Outcome {}

    /** The source object is gone, and so is the target object. */
    record Deleted() implements Outcome {}

    /** There is nothing to do. */
    record Skipped(String reason) implements Outcome {}

    /** The target object may be missing or old: the event must not be acknowledged. */
    record Failed(Failure failure) implements Outcome {}
}
