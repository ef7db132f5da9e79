package org.allowput.lambda.priming;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allowput.lambda.loopback.LoopbackServices;

/**
 * The events that prime the function: batches of a queue's messages in each format that triggers send, and tasks of S3
 * Batch Operations, with the members that AWS's have: a name that the JSON parser has not seen is code that the JVM has
 * not compiled. Each batch names every small object of the loopback services once; one of
 * {@value #BATCHES_PER_LARGE_OBJECT} batches names the large object as well.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">S3's event
 *     message structure</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">A queue's batch</a>
 */
final class PrimingEvents {
    private static final int BATCHES_PER_LARGE_OBJECT = 50;
    private static final int LARGE_OBJECT_IN = 7;

    /** What a batch consists of. S3's notifications are the default, and most frequent. */
    private static final List<Format> FORMATS = List.of(
            Format.NOTIFICATION,
            Format.NOTIFICATION,
            Format.EVENT_BRIDGE,
            Format.NOTIFICATION,
            Format.SNS,
            Format.NOTIFICATION,
            Format.BATCH_OPERATIONS);

    private final String bucket;

    private enum Format {
        NOTIFICATION,
        EVENT_BRIDGE,
        SNS,
        BATCH_OPERATIONS
    }

    PrimingEvents(String bucket) {
        this.bucket = bucket;
    }

    int objects(int batch) {
        return LoopbackServices.smallObjects() + (hasLargeObject(batch) ? 1 : 0);
    }

    /** An invocation's event. Its keys are in no other batch, as events mostly are about new objects. */
    byte[] batch(int batch) {
        Format format = hasLargeObject(batch) ? Format.NOTIFICATION : FORMATS.get(batch % FORMATS.size());
        return batch(format, batch, objects(batch));
    }

    private static boolean hasLargeObject(int batch) {
        return batch % BATCHES_PER_LARGE_OBJECT == LARGE_OBJECT_IN;
    }

    private byte[] batch(Format format, int batch, int objects) {
        boolean tasks = format == Format.BATCH_OPERATIONS;
        String list = IntStream.range(0, objects)
                .mapToObj(number -> tasks ? task(batch, number) : message(format, batch, number))
                .collect(Collectors.joining(",", "[", "]"));
        String event = tasks ? """
            {"invocationSchemaVersion":"1.0","invocationId":"priming","job":{"id":"priming"},"tasks":%s}\
            """.formatted(list) : "{\"Records\":" + list + "}";
        return event.getBytes(UTF_8);
    }

    static boolean isComplete(String response) {
        boolean taskFailed = response.contains("Failure\",\"resultString\"");
        return response.equals("{\"batchItemFailures\":[]}") || (response.contains("\"Succeeded\"") && !taskFailed);
    }

    /** Has a character that every URL encodes, as keys of partitions have. */
    private static String key(int batch, int number) {
        return "priming/batch=" + batch + "/" + number;
    }

    /** As all events have it but EventBridge's. */
    private static String encodedKey(int batch, int number) {
        return key(batch, number).replace("=", "%3D");
    }

    private String task(int batch, int number) {
        return """
            {"taskId":"%d","s3Key":"%s","s3VersionId":null,"s3BucketArn":"arn:aws:s3:::%s"}\
            """.formatted(number, encodedKey(batch, number), bucket);
    }

    private String message(Format format, int batch, int number) {
        String notification = notification(batch, number);
        String body = switch (format) {
            case EVENT_BRIDGE -> eventBridge(batch, number);
            case SNS -> sns(notification);
            case NOTIFICATION, BATCH_OPERATIONS -> notification;
        };
        return """
            {"messageId":"059f36b4-87a3-44ab-83d2-66197500%04d","receiptHandle":"priming","body":"%s","attributes":\
            {"ApproximateReceiveCount":"1","SentTimestamp":"1767225600000","SenderId":"priming",\
            "ApproximateFirstReceiveTimestamp":"1767225600001"},"messageAttributes":{},"md5OfBody":"priming",\
            "eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-1:222222222222:q","awsRegion":"us-east-1"}\
            """.formatted(number, quoted(body));
    }

    private String notification(int batch, int number) {
        return """
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":\
            "2026-01-01T00:00:00.%03dZ","eventName":"ObjectCreated:Put","userIdentity":{"principalId":"priming"},\
            "requestParameters":{"sourceIPAddress":"127.0.0.1"},"responseElements":{"x-amz-request-id":"318BC8BC148832E5",\
            "x-amz-id-2":"priming"},"s3":{"s3SchemaVersion":"1.0","configurationId":"priming","bucket":{"name":"%s",\
            "ownerIdentity":{"principalId":"priming"},"arn":"arn:aws:s3:::%s"},"object":\
            {"key":"%s","size":%d,"eTag":"e","sequencer":"0"}}}]}\
            """.formatted(number, bucket, bucket, encodedKey(batch, number), LoopbackServices.size(number));
    }

    private static String sns(String notification) {
        return """
            {"Type":"Notification","MessageId":"priming","TopicArn":"arn:aws:sns:us-east-1:222222222222:t","Subject":\
            "Amazon S3 Notification","Message":"%s","Timestamp":"2026-01-01T00:00:00.000Z","SignatureVersion":"1",\
            "Signature":"priming","SigningCertURL":"priming","UnsubscribeURL":"priming"}\
            """.formatted(quoted(notification));
    }

    private String eventBridge(int batch, int number) {
        return """
            {"version":"0","id":"priming","detail-type":"Object Created","source":"aws.s3","account":"222222222222",\
            "time":"2026-01-01T00:00:00Z","region":"us-east-1","resources":["arn:aws:s3:::%s"],"detail":{"version":"0",\
            "bucket":{"name":"%s"},"object":{"key":"%s","size":%d,"etag":"e","sequencer":"0"},"request-id":"318BC8BC148832E5",\
            "requester":"222222222222","source-ip-address":"127.0.0.1","reason":"PutObject"}}\
            """.formatted(bucket, bucket, key(batch, number), LoopbackServices.size(number));
    }

    private static String quoted(String json) {
        return json.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
