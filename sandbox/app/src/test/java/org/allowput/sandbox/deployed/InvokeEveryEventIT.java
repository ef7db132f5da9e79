package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.emulator.local.Checkout;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * Every file of {@code events/}, given to the deployed function in AWS's runtime client, as {@code bin/sandbox invoke}
 * does.
 */
@ExtendWith(SandboxFixture.class)
class InvokeEveryEventIT {
    private static final Path EVENTS = Checkout.current().root().resolve("events");

    private final Sandbox sandbox;

    InvokeEveryEventIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** A row of the table in {@code events/README.md}. */
    record Row(String file, String answer) {
        static Row of(String line) {
            String[] cells = line.split(" \\| ", -1);
            return new Row(
                    cells[0].split("`", -1)[1], cells[3].replace(" |", "").replace("`", ""));
        }
    }

    static List<Row> rows() throws IOException {
        try (Stream<String> lines = Files.lines(EVENTS.resolve("README.md"))) {
            return lines.filter(line -> line.startsWith("| [`")).map(Row::of).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theDeployedFunctionAnswersAsTheTableSays(Row row) throws IOException {
        String event = Files.readString(EVENTS.resolve(row.file()));
        if (row.answer().startsWith("Succeeded")) {
            putObjectsOfTasks(event);
        }
        InvokeResponse response = sandbox.invoke(event);

        assertThat(answer(response)).isEqualTo(row.answer());
    }

    /** Other tests expect none. */
    @AfterEach
    void removeWhatWasGivenUp() {
        sandbox.source().sqs().purgeQueue(request -> request.queueUrl(sandbox.deadLetterQueueUrl()));
    }

    /** A task names an object that must exist. Those of another bucket fail before anything is read. */
    private void putObjectsOfTasks(String event) {
        for (JsonNode task :
                JsonNode.parser().parse(event).field("tasks").orElseThrow().asArray()) {
            String key = task.field("s3Key").orElseThrow().asString().replace("%20", " ");
            sandbox.source()
                    .s3()
                    .putObject(
                            request -> request.bucket(sandbox.sourceBucket()).key(key),
                            RequestBody.fromString("an object of a task"));
        }
    }

    /** The answer as the table has it. */
    private static String answer(InvokeResponse response) {
        String payload = response.payload().asUtf8String();
        JsonNode answer = JsonNode.parser().parse(payload);
        if (response.functionError() != null) {
            String type = answer.field("errorType").orElseThrow().asString();
            return type.substring(type.lastIndexOf('.') + 1);
        }
        return answer.field("results").map(InvokeEveryEventIT::codes).orElse(payload);
    }

    private static String codes(JsonNode results) {
        return results.asArray().stream()
                .map(result -> result.field("resultCode").orElseThrow().asString())
                .collect(Collectors.joining(" "));
    }
}
