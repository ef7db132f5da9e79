package org.allowput.bench.workload;

/** Events as Lambda passes them to a function: a queue's messages, each with a notification of one new object. */
public final class EventBatches {
    private static final String KEY = "KEY";

    private final String prefix;
    private final String message;

    /**
     * Prepares them: what the function is measured with should not cost what it is measured by.
     *
     * @param bucket the source bucket
     * @param prefix what every key begins with
     * @param size of every object, in bytes
     */
    public EventBatches(String bucket, String prefix, long size) {
        String notification = """
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":\
            "2026-01-01T00:00:00.000Z","eventName":"ObjectCreated:Put","userIdentity":{"principalId":"P"},\
            "requestParameters":{"sourceIPAddress":"127.0.0.1"},"responseElements":{"x-amz-request-id":"R",\
            "x-amz-id-2":"I"},"s3":{"s3SchemaVersion":"1.0","configurationId":"C","bucket":{"name":"%s",\
            "ownerIdentity":{"principalId":"P"},"arn":"arn:aws:s3:::%s"},"object":{"key":"KEY","size":%d,\
            "eTag":"0123456789abcdef0123456789abcdef","sequencer":"0055AED6DCD90281E5"}}}]}\
            """.formatted(bucket, bucket, size);
        this.prefix = prefix;
        this.message = """
            {"messageId":"message-KEY","receiptHandle":"handle","body":"%s","attributes":\
            {"ApproximateReceiveCount":"1","SentTimestamp":"1700000000000","SenderId":"S3",\
            "ApproximateFirstReceiveTimestamp":"1700000000001"},"messageAttributes":{},"md5OfBody":"",\
            "eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-1:222222222222:queue",\
            "awsRegion":"us-east-1"}\
            """.formatted(notification.replace("\"", "\\\""));
    }

    /** The key of an object, by its number. */
    static String key(String prefix, int number) {
        String digits = Integer.toString(number);
        return prefix + "/" + "0".repeat(7 - digits.length()) + digits;
    }

    /** A batch of {@code count} messages, the first of them of object {@code first}. */
    public String of(int first, int count) {
        StringBuilder event = new StringBuilder("{\"Records\":[");
        for (int number = first; number < first + count; number++) {
            event.append(number == first ? "" : ",").append(message.replace(KEY, key(prefix, number)));
        }
        return event.append("]}").toString();
    }
}
