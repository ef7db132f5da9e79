package org.allowput.lambda.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.events.LambdaDestinationEvent;
import com.amazonaws.services.lambda.runtime.events.S3BatchEvent;
import com.amazonaws.services.lambda.runtime.events.S3BatchEventV2;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.ChangeEvent.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of {@code events/} that AWS can send names the same objects to AWS's own classes and to this reader. */
class AwsEventTypesTest {
    /** Rows of which the table says that S3 does not send them: AWS's class for a record refuses the whole event. */
    private static final Set<String> NEVER_SENT =
            Set.of("sqs-s3-event-time-out-of-range.json", "sqs-s3-unused-fields-of-other-types.json");

    /** What both say of an object. */
    private record Named(
            String event,
            String bucket,
            String key,
            @Nullable Instant time) {}

    static Stream<EventFile> sentByAws() {
        return EventFile.table().stream()
                .filter(file -> !file.description().matches(".*(unreadable|unrecognised).*"))
                .filter(file -> !NEVER_SENT.contains(file.name()));
    }

    @ParameterizedTest
    @MethodSource("sentByAws")
    void awsClassesReadTheSame(EventFile file) throws IOException {
        List<Named> read = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Delivery delivery :
                EventReader.read(new ByteArrayInputStream(file.bytes())).deliveries()) {
            ids.add(delivery.id());
            ((Delivery.Changes) delivery)
                    .events().stream()
                            .filter(event -> event.kind() != Kind.TEST)
                            .map(AwsEventTypesTest::named)
                            .forEach(read::add);
        }
        String json = new String(file.bytes(), UTF_8);
        List<Named> byAws = new ArrayList<>();
        if (file.name().startsWith("sqs-")) {
            List<SQSEvent.SQSMessage> messages = of(SQSEvent.class, json).getRecords();
            assertThat(ids)
                    .isEqualTo(messages.stream()
                            .map(SQSEvent.SQSMessage::getMessageId)
                            .toList());
            for (SQSEvent.SQSMessage message : messages) {
                byAws.addAll(message(message.getBody()));
            }
        } else if (file.name().startsWith("sns-")) {
            for (SNSEvent.SNSRecord message : of(SNSEvent.class, json).getRecords()) {
                byAws.addAll(message(message.getSNS().getMessage()));
            }
        } else if (file.name().startsWith("s3-batch-")) {
            byAws.addAll(tasks(json, ids));
        } else {
            byAws.addAll(message(json));
        }

        assertThat(read).isEqualTo(byAws);
    }

    /** Why they are not what reads events. Should a later version fail here, using it can be thought of again. */
    @Test
    void whereAwsClassesAreSilentThisReaderFails() {
        String unknown = "{\"orderId\":4711}";
        String message = """
            {"Records":[{"messageId":"a","messageId":"b","eventSource":"aws:sqs","body":""}]} more\
            """;
        assertThat(of(S3Event.class, "{}").getRecords()).isEmpty();
        assertThat(of(S3Event.class, "{\"detail-type\":\"Object Created\",\"source\":\"aws.s3\"}")
                        .getRecords())
                .isEmpty();
        assertThat(of(SQSEvent.class, unknown).getRecords()).isNull();
        assertThat(of(SQSEvent.class, message).getRecords())
                .extracting(SQSEvent.SQSMessage::getMessageId)
                .containsExactly("b");

        for (String event : List.of("{}", unknown, message)) {
            assertThatExceptionOfType(UnrecognisedEventException.class)
                    .isThrownBy(() -> EventReader.read(new ByteArrayInputStream(event.getBytes(UTF_8))));
        }
    }

    @Test
    void aRecordWithoutATimeIsReadHereOnly() throws IOException {
        String record = """
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",\
            "eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}\
            """;

        assertThat(EventReader.read(new ByteArrayInputStream(record.getBytes(UTF_8)))
                        .deliveries())
                .singleElement()
                .isInstanceOf(Delivery.Changes.class);
        assertThatException().isThrownBy(() -> of(S3Event.class, record));
    }

    private static Named named(ChangeEvent event) {
        return new Named(event.eventName(), event.bucket(), event.key(), event.time());
    }

    /** What S3, SNS or EventBridge says, or Lambda of what it could not deliver. */
    private static List<Named> message(String json) throws IOException {
        Map<String, Object> fields = JSON.std.mapFrom(json);
        if (fields.containsKey("detail-type")) {
            return List.of(eventBridge(of(ScheduledEvent.class, json)));
        }
        if (fields.containsKey("requestPayload")) {
            return message(
                    JSON.std.asString(of(LambdaDestinationEvent.class, json).getRequestPayload()));
        }
        if (fields.get("Message") instanceof String message) {
            return message(message);
        }
        List<S3EventNotificationRecord> records = of(S3Event.class, json).getRecords();
        return Objects.requireNonNullElse(records, List.<S3EventNotificationRecord>of()).stream()
                .map(entry -> new Named(
                        entry.getEventName(),
                        entry.getS3().getBucket().getName(),
                        entry.getS3().getObject().getUrlDecodedKey(),
                        Instant.ofEpochMilli(entry.getEventTime().getMillis())))
                .toList();
    }

    private static Named eventBridge(ScheduledEvent event) {
        Map<?, ?> bucket = (Map<?, ?>) Objects.requireNonNull(event.getDetail().get("bucket"));
        Map<?, ?> object = (Map<?, ?>) Objects.requireNonNull(event.getDetail().get("object"));
        return new Named(
                event.getDetailType(),
                String.valueOf(bucket.get("name")),
                String.valueOf(object.get("key")),
                Instant.ofEpochMilli(event.getTime().getMillis()));
    }

    private static List<Named> tasks(String json, List<String> ids) {
        List<Named> tasks = new ArrayList<>();
        List<String> taskIds = new ArrayList<>();
        if (json.contains("\"invocationSchemaVersion\": \"1.0\"")) {
            for (S3BatchEvent.Task task : of(S3BatchEvent.class, json).getTasks()) {
                taskIds.add(task.getTaskId());
                tasks.add(task(task.getS3BucketArn().replace("arn:aws:s3:::", ""), task.getS3Key()));
            }
        } else {
            for (S3BatchEventV2.Task task : of(S3BatchEventV2.class, json).getTasks()) {
                taskIds.add(task.getTaskId());
                tasks.add(task(task.getS3Bucket(), task.getS3Key()));
            }
        }
        assertThat(ids).isEqualTo(taskIds);
        return tasks;
    }

    private static Named task(String bucket, String key) {
        return new Named("BatchOperations:Task", bucket, URLDecoder.decode(key, UTF_8), null);
    }

    private static <T> T of(Class<T> type, String json) {
        return LambdaEventSerializers.serializerFor(type, AwsEventTypesTest.class.getClassLoader())
                .fromJson(json);
    }
}
