package org.allowput.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.allowput.contract.FailureCause;
import org.allowput.lambda.copy.CopyResult;
import org.allowput.lambda.copy.CopySamples;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.Delivery.QueueMessage;
import org.allowput.lambda.events.DeliveryResult;
import org.allowput.lambda.events.EventFile;
import org.allowput.lambda.events.Mutations;
import org.allowput.lambda.events.ReplicationFailedException;
import org.allowput.lambda.events.UnrecognisedEventException;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.http.RequestCounter;
import org.allowput.lambda.replication.Reporter;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Every file of {@code events/} through the handler: what is copied, and what is answered. */
class EventFilesAnswersTest {
    private static final FunctionSettings SETTINGS = EnvironmentVariables.read(variables());

    private static final int MUTATIONS_OF_A_FILE = 100;

    private final Queue<String> copied = new ConcurrentLinkedQueue<>();
    private final List<QueueMessage> givenUp = new ArrayList<>();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    private static Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(EnvironmentVariablesTest.required());
        variables.put("SOURCE_BUCKET", "allow-put-source-222222222222-us-east-1-an");
        return variables;
    }

    static List<EventFile> table() {
        return EventFile.table();
    }

    static List<EventFile> filesWithSomethingToCopy() {
        return EventFile.table().stream()
                .filter(file -> file.description().matches(".*(created|task).*"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyFileIsAnsweredAsItsRowSays(EventFile file) throws IOException {
        String answer = answer(file, this::copy);

        assertThat(answer).isEqualTo(file.answer());
        assertThat(copied).as("objects, each copied once").doesNotHaveDuplicates();
        assertThat(log.stream()
                        .filter(line -> line.contains("\"outcome\":") || line.contains("\"connection\":"))
                        .count())
                .as("lines in the log, of each file that is read")
                .isGreaterThanOrEqualTo(answer.equals("UnrecognisedEventException") ? 0 : 1);
    }

    @ParameterizedTest
    @MethodSource("filesWithSomethingToCopy")
    void noFileIsAnsweredAsASuccessWhenNothingCanBeCopied(EventFile file) throws IOException {
        Failure failure = new Failure(FailureCause.ACCESS_DENIED, "denied");

        String answer = answer(file, (task, deadline) -> new Outcome.Failed(failure));

        assertThat(answer).isNotEqualTo("null").doesNotContain("Succeeded");
        if (givenUp.isEmpty()) {
            assertThat(answer).isNotEqualTo("{\"batchItemFailures\":[]}");
        }
    }

    /** Seeded: the same 7,400 and more each time. */
    @Test
    void aMutatedEventNeverCrashesTheFunctionAndWhatWasNotCopiedIsNeverAnsweredAsASuccess() throws IOException {
        Mutations mutations = new Mutations(
                RandomGeneratorFactory.of("L64X128MixRandom").create(2027),
                table().stream().map(EventFile::bytes).toList());
        Outcome denied = new Outcome.Failed(new Failure(FailureCause.ACCESS_DENIED, "denied"));
        int tried = 0;
        for (EventFile file : table()) {
            for (int i = 0; i < MUTATIONS_OF_A_FILE; i++) {
                AtomicInteger failed = new AtomicInteger();
                String answer = answer(mutations.mutate(file.bytes()), (task, deadline) -> {
                    failed.incrementAndGet();
                    return denied;
                });
                if (failed.get() > 0) {
                    tried++;
                    assertThat(answer).isNotEqualTo("null").isNotEqualTo("{\"batchItemFailures\":[]}");
                }
            }
        }
        assertThat(tried).as("mutations with something left to copy").isGreaterThan(200);
    }

    /** A bucket that has every object but those below {@code never-there/}. */
    private Outcome copy(CopyTask task, Deadline deadline) {
        if (task.sourceKey().startsWith("never-there/")) {
            return task.missingSource() == MissingSource.FAIL
                    ? new Outcome.Failed(new Failure(FailureCause.PERMANENT, "no such object"))
                    : new Outcome.Gone();
        }
        copied.add(task.sourceKey());
        return CopySamples.outcome(1024, 0);
    }

    /** The answer as the table has it. */
    private String answer(EventFile file, BiFunction<CopyTask, Deadline, CopyResult> copy) throws IOException {
        return answer(file.bytes(), copy);
    }

    private String answer(byte[] event, BiFunction<CopyTask, Deadline, CopyResult> copy) throws IOException {
        try {
            String answer = handle(event, copy);
            return answer.contains("\"resultCode\"") ? codes(answer) : answer;
        } catch (ReplicationFailedException | UnrecognisedEventException e) {
            return e.getClass().getSimpleName();
        }
    }

    private String handle(byte[] event, BiFunction<CopyTask, Deadline, CopyResult> copy) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Reporter reporter = new Reporter(
                SETTINGS,
                new Log(log::add),
                InstantSource.system(),
                "request",
                () -> new RequestCounter.Counts(0, 0, 0),
                Optional.empty());
        new StubReplication(
                        copy,
                        (change, object) -> new Outcome.WorkflowStarted(object.bytes(), "execution"),
                        (key, receipts) -> {},
                        this::giveUp,
                        bodies -> {})
                .with(SETTINGS, reporter)
                .handle(new ByteArrayInputStream(event), answer, () -> Duration.ofMinutes(1));
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** The dead-letter queue accepts every message that has a body. */
    private List<DeliveryResult> giveUp(List<QueueMessage> messages, List<DeliveryResult> results, Deadline deadline) {
        List<DeliveryResult> settled = new ArrayList<>(results);
        for (int i = 0; i < messages.size(); i++) {
            if (results.get(i) instanceof DeliveryResult.Failed
                    && !messages.get(i).body().isEmpty()) {
                settled.set(i, new DeliveryResult.Done("sent"));
                givenUp.add(messages.get(i));
            }
        }
        return settled;
    }

    private static String codes(String answer) {
        return JsonNode.parser().parse(answer).field("results").orElseThrow().asArray().stream()
                .map(result -> result.field("resultCode").orElseThrow().asString())
                .collect(Collectors.joining(" "));
    }
}
