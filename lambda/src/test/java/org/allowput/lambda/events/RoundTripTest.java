package org.allowput.lambda.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.allowput.contract.event.ChangeEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.eventnotifications.s3.model.S3;
import software.amazon.awssdk.eventnotifications.s3.model.S3Bucket;
import software.amazon.awssdk.eventnotifications.s3.model.S3EventNotification;
import software.amazon.awssdk.eventnotifications.s3.model.S3EventNotificationRecord;
import software.amazon.awssdk.eventnotifications.s3.model.S3Object;
import software.amazon.awssdk.eventnotifications.s3.model.UserIdentity;

/** Any event that AWS's schemas allow is read as what was written. */
class RoundTripTest {
    private static final int EVENTS_OF_A_KIND = 1000;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(4);
    private final RandomEvents events = new RandomEvents(random);

    @Test
    void whatAwsOwnLibraryWritesIsReadInEveryEnvelopeAsThatLibraryReadsIt() throws IOException {
        for (int i = 0; i < EVENTS_OF_A_KIND; i++) {
            List<ChangeEvent> written = events.notifications();
            S3EventNotification notification = new S3EventNotification(
                    written.stream().map(this::notificationRecord).toList());
            String json = notification.toJson();

            assertThat(changes(json)).isEqualTo(written).isEqualTo(readByAws(json, written));
            assertThat(changes(Envelope.queue(json))).isEqualTo(written);
            assertThat(changes(Envelope.snsEvent(json))).isEqualTo(written);
            assertThat(changes(Envelope.queue(Envelope.sns(json)))).isEqualTo(written);
            assertThat(changes(Envelope.queue(Envelope.destinationRecord(json))))
                    .isEqualTo(written);
        }
    }

    @Test
    void anEventBridgeEventIsReadInEveryEnvelope() throws IOException {
        for (int i = 0; i < EVENTS_OF_A_KIND; i++) {
            ChangeEvent written = events.eventBridge();
            String json = eventBridge(written);

            assertThat(changes(json)).containsExactly(written);
            assertThat(changes(Envelope.queue(json))).containsExactly(written);
            assertThat(changes(Envelope.snsEvent(json))).containsExactly(written);
            assertThat(changes(Envelope.queue(Envelope.sns(json)))).containsExactly(written);
            assertThat(changes(Envelope.queue(Envelope.destinationRecord(json))))
                    .containsExactly(written);
        }
    }

    @Test
    void aBatchOperationsTaskIsReadInBothSchemas() throws IOException {
        for (int i = 0; i < EVENTS_OF_A_KIND; i++) {
            List<ChangeEvent> written = Stream.generate(events::batchTask)
                    .limit(random.nextInt(1, 4))
                    .toList();

            assertThat(changes(batchJob("1.0", written))).isEqualTo(written);
            assertThat(changes(batchJob("2.0", written))).isEqualTo(written);
        }
    }

    private S3EventNotificationRecord notificationRecord(ChangeEvent event) {
        S3EventNotificationRecord entry = new S3EventNotificationRecord();
        entry.setEventVersion("2." + random.nextInt(12));
        entry.setEventSource("aws:s3");
        entry.setAwsRegion("us-east-1");
        entry.setEventName(event.eventName());
        entry.setEventTime(event.time());
        entry.setUserIdentity(new UserIdentity("AWS:EXAMPLE"));
        entry.setS3(new S3(
                "replicate",
                new S3Bucket(event.bucket(), new UserIdentity("EXAMPLE"), "arn:aws:s3:::" + event.bucket()),
                new S3Object(
                        events.formEncoded(event.key()),
                        events.size(),
                        events.maybe(Long.toHexString(random.nextLong())),
                        // What expires under an id is not the newest version.
                        events.maybe(event.kind() == ChangeEvent.Kind.EXPIRED ? "null" : "v" + random.nextLong()),
                        "0055AED6DCD9"),
                "1.0"));
        return entry;
    }

    private static List<ChangeEvent> readByAws(String json, List<ChangeEvent> written) {
        List<ChangeEvent> read = new ArrayList<>();
        for (S3EventNotificationRecord entry :
                S3EventNotification.fromJson(json).getRecords()) {
            S3Object object = entry.getS3().getObject();
            read.add(new ChangeEvent(
                    written.get(read.size()).kind(),
                    entry.getEventName(),
                    entry.getS3().getBucket().getName(),
                    object.getUrlDecodedKey(),
                    entry.getEventTime()));
        }
        return read;
    }

    private String eventBridge(ChangeEvent event) {
        Map<String, Object> detail = new TreeMap<>(Map.of("version", "0", "bucket", Map.of("name", event.bucket())));
        if (random.nextBoolean()) {
            detail.put("event-version", "1." + random.nextInt(9));
        }
        if (event.kind() == ChangeEvent.Kind.REMOVED) {
            detail.put("reason", "DeleteObject");
        }
        Map<String, Object> object = new TreeMap<>(Map.of("key", event.key(), "size", random.nextLong(Long.MAX_VALUE)));
        if (random.nextBoolean()) {
            object.putAll(Map.of("etag", Long.toHexString(random.nextLong()), "version-id", "v" + random.nextLong()));
        }
        detail.put("object", object);
        return Envelope.json(Map.of(
                "version",
                "0",
                "detail-type",
                event.eventName(),
                "source",
                "aws.s3",
                "time",
                String.valueOf(event.time()),
                "detail",
                detail));
    }

    private String batchJob(String schema, List<ChangeEvent> tasks) {
        boolean first = schema.equals("1.0");
        List<Map<String, @Nullable String>> written = new ArrayList<>();
        for (ChangeEvent task : tasks) {
            Map<String, @Nullable String> fields = new TreeMap<>();
            fields.put("taskId", "task");
            fields.put("s3Key", events.formEncoded(task.key()));
            fields.put("s3VersionId", events.maybe("v" + random.nextLong()));
            fields.put(first ? "s3BucketArn" : "s3Bucket", (first ? "arn:aws:s3:::" : "") + task.bucket());
            written.add(fields);
        }
        return Envelope.json(Map.of("invocationSchemaVersion", schema, "invocationId", "invocation", "tasks", written));
    }

    private static List<ChangeEvent> changes(String event) throws IOException {
        List<ChangeEvent> changes = new ArrayList<>();
        for (Delivery delivery : EventReader.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)))
                .deliveries()) {
            assertThat(delivery).isInstanceOf(Delivery.Changes.class);
            changes.addAll(((Delivery.Changes) delivery).events());
        }
        return changes;
    }
}
