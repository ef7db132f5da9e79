package org.allowput.lambda.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class AnswerTest {
    private static final String PUT = """
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":\
        {"bucket":{"name":"source"},"object":{"key":"a%0Ab"}}}]}\
        """;
    private static final DeliveryResult DONE = new DeliveryResult.Done("copied");

    @Test
    void aMessageWithoutAnIdThatFailedBringsTheWholeBatchBack() throws IOException {
        for (String id : new String[] {"\"\"", "null", "7"}) {
            String event = Envelope.queue(List.of(new Envelope.Message("m1", PUT), new Envelope.Message("m2", PUT)))
                    .replace("\"m2\"", id);
            InvocationRequest request = read(event);
            String subject = id.equals("7") ? "a message without an id" : "a\uFFFDb";

            assertThat(request.deliveries()).extracting(Delivery::id).containsExactly("m1", "");
            assertThat(answer(request, DONE, DONE)).isEqualTo("{\"batchItemFailures\":[]}");
            assertThatExceptionOfType(ReplicationFailedException.class)
                    .isThrownBy(() -> answer(request, DONE, new DeliveryResult.Failed("unreadable")))
                    .withMessage("1 of 2 failed: " + subject + ": unreadable");
        }
    }

    @Test
    void twoMessagesOfOneIdFailIfEitherDid() throws IOException {
        InvocationRequest request =
                read(Envelope.queue(List.of(new Envelope.Message("m1", PUT), new Envelope.Message("m1", PUT))));

        assertThat(answer(request, DONE, new DeliveryResult.Retry("slow down", DeliveryResult.Urgency.NORMAL)))
                .isEqualTo(answer(request, new DeliveryResult.Retry("slow down", DeliveryResult.Urgency.NORMAL), DONE))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}");
    }

    @Test
    void anIdComesBackAsItCame() throws IOException {
        String id = "\"\\\n\u0000é🌷\uD800";

        assertThat(JsonNode.parser()
                        .parse(answer(
                                read(Envelope.queue(List.of(new Envelope.Message("é🌷\n\"", PUT)))),
                                new DeliveryResult.Retry("", DeliveryResult.Urgency.NORMAL)))
                        .toString())
                .contains("é🌷");
        assertThat(answer(
                        read(Envelope.queue(List.of(new Envelope.Message(id, PUT)))),
                        new DeliveryResult.Retry("", DeliveryResult.Urgency.NORMAL)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":"
                        + "\"\\\"\\\\\\n\\u0000\\u00E9\\uD83C\\uDF37\\uD800\"}]}");
    }

    @Test
    void aDirectFailureNamesTheObjectsOnOneLineOfBoundedLength() throws IOException {
        String records = String.join(",", Collections.nCopies(500, PUT.substring(12, PUT.length() - 2)));
        InvocationRequest request = read("{\"Records\":[" + records + "]}");
        DeliveryResult failed = new DeliveryResult.Failed("AccessDenied: " + "x".repeat(10_000));

        assertThatExceptionOfType(ReplicationFailedException.class)
                .isThrownBy(() -> answer(request, Collections.nCopies(500, failed)))
                .satisfies(failure -> assertThat(failure.getMessage())
                        .startsWith("500 of 500 failed: a\uFFFDb: AccessDenied: x")
                        .hasSizeBetween(2000, 4096)
                        .doesNotContain("\n"));
    }

    @Test
    void aJobIsAnsweredWithAResultForEachTaskAndWhatItAskedBack() throws IOException {
        InvocationRequest request = read("""
            {"invocationSchemaVersion": "2.0", "invocationId": "id/1", "job": {"id": "j", "userArguments": {"a": "b"}},
            "tasks": [{"taskId": "t1", "s3Key": "a", "s3Bucket": "source", "s3VersionId": null},
            {"taskId": "t2", "s3Key": "b", "s3Bucket": "source", "s3VersionId": "v1"},
            {"taskId": "t3", "s3Key": "c", "s3Bucket": "source"}]}\
            """);

        assertThat(answer(
                        request,
                        DONE,
                        new DeliveryResult.Retry("slow down", DeliveryResult.Urgency.NORMAL),
                        new DeliveryResult.Failed("y".repeat(5000))))
                .isEqualTo("{\"invocationId\":\"id/1\",\"invocationSchemaVersion\":\"2.0\",\"results\":["
                        + "{\"resultCode\":\"Succeeded\",\"resultString\":\"copied\",\"taskId\":\"t1\"},"
                        + "{\"resultCode\":\"TemporaryFailure\",\"resultString\":\"slow down\",\"taskId\":\"t2\"},"
                        + "{\"resultCode\":\"PermanentFailure\",\"resultString\":\""
                        + "y".repeat(1023) + "\\u2026\",\"taskId\":\"t3\"}],"
                        + "\"treatMissingKeysAs\":\"PermanentFailure\"}");
    }

    @Test
    void aJobThatCannotBeAnsweredIsRefused() {
        String job = """
            {"invocationSchemaVersion": "1.0", "invocationId": "i", "tasks": [{"taskId": "t", "s3Key": "a",
            "s3BucketArn": "arn:aws:s3:::source"}]}\
            """;

        assertRefused(job.replace("\"taskId\": \"t\",", ""), "tasks[0].taskId is missing");
        assertRefused(job.replace("\"invocationId\": \"i\",", ""), "invocationId is missing");
        assertRefused(job.replace("1.0", "3.0"), "invocationSchemaVersion is 3.0; expected 1.0 or 2.0");
        assertRefused(job.replaceFirst("(?s)\\[.*]", "[]"), "tasks is empty");
    }

    @Test
    void resultsThatAreNotOneForEachDeliveryAreAMistakeOfTheCaller() throws IOException {
        for (String event : List.of(Envelope.queue(PUT), PUT)) {
            InvocationRequest request = read(event);

            assertThatIllegalArgumentException().isThrownBy(() -> answer(request));
            assertThatIllegalArgumentException().isThrownBy(() -> answer(request, DONE, DONE));
        }
    }

    private static void assertRefused(String event, String reason) {
        assertThatExceptionOfType(UnrecognisedEventException.class)
                .isThrownBy(() -> read(event))
                .withMessageContaining(reason);
    }

    private static InvocationRequest read(String event) throws IOException {
        return EventReader.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
    }

    private static String answer(InvocationRequest request, DeliveryResult... results) throws IOException {
        return answer(request, List.of(results));
    }

    private static String answer(InvocationRequest request, List<DeliveryResult> results) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        request.answer(results, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
