package org.allowput.lambda.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.connection.EventSubscription;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.ChangeEvent.Kind;
import org.allowput.contract.event.SourceLook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {
    private static final String PUT = """
        {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "eventTime": "2026-01-02T03:04:05.678Z",
        "eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "source"}, "object":
        {"key": "red+fl%C3%B6wer%2B.jpg", "size": 1024, "eTag": "d41d8", "versionId": "v1"}}}]}\
        """;
    private static final String TEST = """
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-01-02T03:04:05Z", "Bucket": "source"}\
        """;

    private static final String LOOK = """
        {"sourceLook": {"bucket": "source", "notification": {"QueueConfigurations": [{"Id": "AllowPutToS3",
        "Events": ["s3:ObjectCreated:*"], "QueueArn": "arn:aws:sqs:us-east-1:222222222222:q",
        "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "in/"}]}}}]},
        "rule": {"name": "rule-1", "queue": "arn:aws:sqs:us-east-1:222222222222:q"}}}\
        """;

    @Test
    void anS3NotificationInAQueueIsOneDelivery() throws IOException {
        assertThat(read(queue("m1", PUT)).deliveries())
                .containsExactly(new Delivery.Changes(
                        "m1",
                        List.of(new ChangeEvent(
                                Kind.CREATED,
                                "ObjectCreated:Put",
                                "source",
                                "red flöwer+.jpg",
                                Instant.parse("2026-01-02T03:04:05.678Z")))));
    }

    @Test
    void anUnreadableMessageLeavesTheOthersReadable() throws IOException {
        assertThat(read(queue("m1", "not JSON", "m2", PUT)).deliveries())
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(Delivery.Unreadable.class),
                        second -> assertThat(second).isInstanceOf(Delivery.Changes.class));
    }

    @Test
    void anS3NotificationGivenToTheFunctionItselfIsADeliveryARecord() throws IOException {
        InvocationRequest request = read(PUT);

        assertThat(request.deliveries()).hasSize(1);
        assertThat(answer(request, new DeliveryResult.Done("copied"))).isEqualTo("null");
        assertThatExceptionOfType(ReplicationFailedException.class)
                .isThrownBy(() -> answer(request, new DeliveryResult.Retry("slow down", DeliveryResult.Urgency.NORMAL)))
                .withMessage("1 of 1 failed: red flöwer+.jpg: slow down");
    }

    @Test
    void aTestEventIsOneOfItsKind() throws IOException {
        assertThat(read(TEST).deliveries()).containsAll(changes("event", testEvent()));
        assertThat(read(queue("m1", TEST)).deliveries()).containsAll(changes("m1", testEvent()));
    }

    @Test
    void aLookAtTheSourceBucketIsAnsweredByTheInvocationAndSkippedWhereItComesLate() throws IOException {
        SourceLook look = new SourceLook(
                "source",
                List.of(new EventSubscription("arn:aws:sqs:us-east-1:222222222222:q", "s3:ObjectCreated:*", "in/", "")),
                Optional.of(new SourceLook.Rule("rule-1", "arn:aws:sqs:us-east-1:222222222222:q")));
        ChangeEvent late = new ChangeEvent(Kind.LOOK, "source look", "source", "", null);

        assertThat(read(LOOK)).isEqualTo(new SourceLookRequest(look));
        assertThat(answer(read(LOOK))).isEqualTo("null");
        assertThat(read(queue("m1", LOOK)).deliveries()).containsAll(changes("m1", late));
        assertThat(read(queue("m1", Envelope.destinationRecord(LOOK))).deliveries())
                .containsAll(changes("m1", late));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"bucket\": \"source\", | | sourceLook.bucket is missing",
                "\"notification\": {\"Queue | \"notification\": {\"Topic | seen an object with TopicConfigurations",
                "[\"s3:ObjectCreated:*\"] | [] | sourceLook.notification.QueueConfigurations[0].Events is empty",
                "\"rule-1\" | 1 | sourceLook.rule.name is a number"
            })
    void aLookThatSaysNotWhatIsWantedIsRefused(String part, @Nullable String instead, String reason) {
        String wrong = LOOK.replace(part, instead == null ? "" : instead);

        assertThat(wrong).isNotEqualTo(LOOK);
        assertThatExceptionOfType(UnrecognisedEventException.class)
                .isThrownBy(() -> read(wrong))
                .withMessageContaining(reason);
    }

    @Test
    void whatLambdaGaveUpIsReadFromTheRecordOfADestination() throws IOException {
        assertThat(read(queue("m1", Envelope.destinationRecord(PUT))).deliveries())
                .isEqualTo(read(queue("m1", PUT)).deliveries());
        assertThat(read(queue("m1", Envelope.destinationRecord(TEST))).deliveries())
                .containsAll(changes("m1", testEvent()));
    }

    @Test
    void aDestinationsRecordHidesNothing() throws IOException {
        assertThat(List.of(
                        Envelope.destinationRecord("{}"),
                        Envelope.destinationRecord("\"text\""),
                        Envelope.destinationRecord("{\"Records\": []}"),
                        Envelope.destinationRecord(queue("m2", PUT)),
                        Envelope.destinationRecord(Envelope.destinationRecord(PUT)),
                        Envelope.sns(Envelope.destinationRecord(PUT)),
                        "{\"requestPayload\": null}"))
                .allSatisfy(body -> assertThat(read(queue("m1", body)).deliveries())
                        .singleElement()
                        .isInstanceOf(Delivery.Unreadable.class));
    }

    @Test
    void anUnknownDocumentIsReportedWithItsFieldNamesOnly() {
        assertThatExceptionOfType(UnrecognisedEventException.class)
                .isThrownBy(() -> read("{\"password\": \"hunter2\"}"))
                .withMessageContaining("seen an object with password")
                .withMessageContaining("expected an event of SQS")
                .withMessageNotContaining("hunter2");
    }

    private static ChangeEvent testEvent() {
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        return new ChangeEvent(Kind.TEST, "s3:TestEvent", "source", "", time);
    }

    private static List<Delivery> changes(String id, ChangeEvent event) {
        return List.of(new Delivery.Changes(id, List.of(event)));
    }

    private static String queue(String... idsAndBodies) {
        List<Envelope.Message> messages = new ArrayList<>();
        for (int i = 0; i < idsAndBodies.length; i += 2) {
            messages.add(new Envelope.Message(idsAndBodies[i], idsAndBodies[i + 1]));
        }
        return Envelope.queue(messages);
    }

    private static InvocationRequest read(String event) throws IOException {
        return EventReader.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
    }

    private static String answer(InvocationRequest request, DeliveryResult... results) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        request.answer(List.of(results), out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
