package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.allowput.contract.MessageAttribute;
import org.allowput.emulator.testing.InvocationContext;
import org.allowput.lambda.replication.Replication;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.settings.EnvironmentVariables;

/**
 * What the function is given in a chapter of the wire contract.
 *
 * @param title of the chapter
 * @param optIns the environment variables that a deployment sets for its opt-ins
 * @param aws what AWS answers
 * @param run what the function does
 * @param ends how, in a log line of the function; empty where it writes none
 */
record WireScenario(String title, Map<String, String> optIns, CannedAws aws, Run run, String ends) {
    /** Something that the function does with its clients. */
    @FunctionalInterface
    interface Run {
        void with(AwsClients wiring, Log log) throws IOException;
    }

    /** An event about the object, of a queue. */
    static final Run OBJECT_CREATED = handling("ObjectCreated:Put", 2, Map.of());

    /** The same, delivered for the third time. */
    static final Run OBJECT_CREATED_THIRD_DELIVERY = handling("ObjectCreated:Put", 3, Map.of());

    /** The same, in the first delivery of the message that the function has sent after that. */
    static final Run OBJECT_CREATED_SENT_AGAIN = handling(
            "ObjectCreated:Put", 1, Map.of(MessageAttribute.DELIVERIES, "3", MessageAttribute.REPLACED, "handle-0"));

    static final Run OBJECT_REMOVED = handling("ObjectRemoved:Delete", 2, Map.of());

    /** The tasks of the workflow for an object, in their order. */
    static final Run LARGE_OBJECT_COPIED = tasks("plan", "copyRange", "complete");

    /** The tasks of the workflow for an object of which a range fails. */
    static final Run LARGE_OBJECT_GIVEN_UP = tasks("plan", "recordFailure", "settle");

    /** The schedule asks for a look at the source bucket. */
    static final Run LOOK = (wiring, log) -> Replication.of(wiring, log, "request-1")
            .handle(
                    new ByteArrayInputStream(Files.readString(Path.of("..", "events", "source-look.json"))
                            .replace("allow-put-source-222222222222-us-east-1-an", "source-bucket")
                            .getBytes(UTF_8)),
                    new ByteArrayOutputStream(),
                    () -> Duration.ofMinutes(5));

    private static Run tasks(String... tasks) {
        return (wiring, log) -> {
            LargeObjectHandler handler = new LargeObjectHandler(wiring, log);
            for (String task : tasks) {
                handler.handleRequest(
                        new ByteArrayInputStream(WorkflowTaskTest.payload(task).getBytes(UTF_8)),
                        new ByteArrayOutputStream(),
                        InvocationContext.context("request-1", () -> 300_000));
            }
        };
    }

    private static Run handling(String eventName, int deliveries, Map<String, String> attributes) {
        String record = ReplicationTest.created("reports/2026+%C3%A9.csv").replace("ObjectCreated:Put", eventName);
        String event = ReplicationTest.queue(ReplicationTest.message("1", record))
                .replace("\"ApproximateReceiveCount\":\"2\"", "\"ApproximateReceiveCount\":\"" + deliveries + "\"")
                .replace(
                        "\"eventSource\":\"aws:sqs\"",
                        "\"messageAttributes\":" + json(attributes) + ",\"eventSource\":\"aws:sqs\"");
        return (wiring, log) -> Replication.of(wiring, log, "request-1")
                .handle(
                        new ByteArrayInputStream(event.getBytes(UTF_8)),
                        new ByteArrayOutputStream(),
                        () -> Duration.ofMinutes(5));
    }

    private static String json(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(each -> "\"%s\":{\"stringValue\":\"%s\"}".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Every request that the function sends in it. */
    List<RecordedRequest> record() throws IOException {
        Map<String, String> variables = new HashMap<>(EnvironmentVariablesTest.required());
        variables.putAll(optIns);
        // In a row, so that their order is the same each time; and soon, so that parts need not be many.
        variables.putAll(Map.of(
                "MAX_CONCURRENT_PARTS", "1",
                "MULTIPART_THRESHOLD_MIB", "5",
                "LARGE_OBJECTS_THRESHOLD_MIB", "5"));
        RecordingHttpClient http = new RecordingHttpClient(aws);
        StringBuilder log = new StringBuilder();
        try (AwsClients wiring = SnapshotHooksTest.clients(EnvironmentVariables.read(variables), http)) {
            run.with(wiring, new Log(log::append));
        }
        assertThat(log.toString()).as(title).contains(ends);
        return http.requests();
    }
}
