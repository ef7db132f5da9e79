package org.allowput.ops.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.allowput.contract.json.JsonDocuments;
import software.amazon.awssdk.arns.Arn;

/** The formats in which an event can name one object, with the fields that the function reads. */
public enum ExampleEvent {
    S3,
    SQS,
    EVENTBRIDGE,
    S3_BATCH;

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The event as JSON.
     *
     * @param key any key, not encoded
     * @param function its ARN has the partition, Region and account that the event names
     * @param created when the event says that the object was created: the function reports how long it took since then
     */
    String json(String bucket, String key, Arn function, Instant created) {
        String region = function.region().orElseThrow();
        String time = created.truncatedTo(ChronoUnit.SECONDS).toString();
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
        String encodedKey = URLEncoder.encode(key, UTF_8).replace("%2F", "/");
        String notification = """
            {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "%s",
              "eventTime": "%s", "eventName": "ObjectCreated:Put",
              "s3": {"bucket": {"name": "%s"}, "object": {"key": "%s"}}}]}
            """.formatted(region, time, bucket, encodedKey);
        return switch (this) {
            case S3 -> notification;
            case SQS -> """
                {"Records": [{"messageId": "test", "receiptHandle": "test", "messageAttributes": {},
                  "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "%d"},
                  "eventSource": "aws:sqs", "awsRegion": "%s", "body": %s}]}
                """.formatted(created.toEpochMilli(), region, JsonDocuments.line(notification));
            case EVENTBRIDGE ->
                """
                {"version": "0", "id": "test", "source": "aws.s3", "detail-type": "Object Created",
                  "account": "%s", "region": "%s", "time": "%s",
                  "detail": {"bucket": {"name": "%s"}, "object": {"key": %s}}}
                """.formatted(function.accountId().orElseThrow(), region, time, bucket, JsonDocuments.line(key));
            case S3_BATCH -> """
                {"invocationSchemaVersion": "2.0", "invocationId": "test", "job": {"id": "test"},
                  "tasks": [{"taskId": "test", "s3Key": "%s", "s3Bucket": "%s"}]}
                """.formatted(encodedKey, bucket);
        };
    }
}
