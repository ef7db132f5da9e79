package org.allowput.lambda.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.allowput.contract.FailureCause;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.lambda.EnvironmentVariablesTest;
import org.allowput.lambda.copy.CopySamples;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.Delivery;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.http.RequestCounter;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.SystemResources;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReceiptWriterTest {
    private static final Instant NOW = Instant.parse("2026-01-31T17:25:01.003Z");
    private static final Instant CHANGED = Instant.parse("2026-01-31T17:24:00Z");
    private static final StoredChecksum CHECKSUM =
            new StoredChecksum(StoredChecksum.Algorithm.CRC64NVME, "xWX8wUiR5pI=", true);
    private static final FunctionSettings SETTINGS = EnvironmentVariables.read(EnvironmentVariablesTest.required());

    private final Map<String, byte[]> written = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private Runnable before = () -> {};
    private Duration remaining = Duration.ofMinutes(1);
    private String prefix = Receipts.PREFIX;
    private Set<OutcomeLabel> kinds = OutcomeLabel.WITH_RECEIPT;

    @Test
    void whatIsAcknowledgedIsOneObjectWithALineEach() throws IOException {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put("a", copied("abc", "def"));
        outcomes.put("b", new Outcome.Gone());
        outcomes.put("c", new Outcome.Deleted());
        outcomes.put("d", failed());

        write(outcomes);

        assertThat(written).containsOnlyKeys("receipts/3/2026/01/31/17/20260131T172501.003Z-request-1.jsonl.gz");
        assertThat(written.values())
                .containsExactly(Receipts.write(List.of(
                        new Receipt(
                                "source-bucket",
                                "a",
                                "target-bucket",
                                "to/a",
                                OutcomeLabel.COPIED,
                                new Receipt.Version("abc", "v1", CHANGED, 7, "def", "v2", Optional.of(CHECKSUM)),
                                CHANGED,
                                NOW,
                                "request-1",
                                1),
                        without("b", OutcomeLabel.GONE),
                        without("c", OutcomeLabel.DELETED))));
        assertThat(lines).isEmpty();
    }

    @Test
    void whatIsNotClearedHasAReceiptThatSaysSo() throws IOException {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put("a", new Outcome.Waiting("no tag"));
        outcomes.put("b", new Outcome.Refused("another value"));

        write(outcomes);

        assertThat(receipts()).extracting("outcome").containsExactly("WAITING", "REFUSED");
    }

    @Test
    void theTargetAccountGetsReceiptsOfWhatIsInItsBucket() throws IOException {
        prefix = "b/_deliveries/";
        kinds = OutcomeLabel.DELIVERED;
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put("a", copied("abc", "def"));
        outcomes.put("b", new Outcome.Gone());
        outcomes.put("c", new Outcome.Refused("another value"));
        outcomes.put("d", new Outcome.Deleted());

        write(outcomes);

        assertThat(written).containsOnlyKeys("b/_deliveries/3/2026/01/31/17/20260131T172501.003Z-request-1.jsonl.gz");
        assertThat(receipts()).extracting("sourceKey").containsExactly("a", "d");
    }

    /** An attempt after a lost answer is refused. */
    @Test
    void aReceiptThatIsThereIsWritten() {
        before = () -> {
            throw CopySamples.answer(412, "PreconditionFailed");
        };

        write(Map.of("a", copied("abc", null)));

        assertThat(lines).isEmpty();
    }

    @Test
    void whereNothingIsAcknowledgedNothingIsWritten() {
        write(Map.of("d", failed()));
        write(Map.of());

        assertThat(written).isEmpty();
    }

    @Test
    void aReceiptThatCannotBeWrittenIsLoggedAndCountedAndFailsNothing() {
        before = () -> {
            throw new IllegalStateException("no such luck");
        };

        write(Map.of("a", copied("abc", null)));

        assertThat(lines.getFirst()).isEqualTo("""
            {"level":"WARN","message":"failed to write receipts","receipts":1,"reason":"\
            receipts/3/2026/01/31/17/20260131T172501.003Z-request-1.jsonl.gz: java.lang.IllegalStateException: no such luck",\
            "requestId":"request-1"}\
            """);
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("\"ReceiptsFailed\":[1]"));
    }

    @Test
    void atTheDeadlineTheAnswerGoesBeforeTheReceipt() {
        remaining = Duration.ofMillis(100);

        write(Map.of("a", copied("abc", null)));

        assertThat(written).isEmpty();
        assertThat(lines.getFirst()).contains("failed to write receipts", "the invocation ran out of time");
    }

    @Test
    void anErrorFailsNoCopyEither() {
        before = () -> {
            throw new OutOfMemoryError("on purpose");
        };

        write(Map.of("a", copied("abc", null)));

        assertThat(lines.getFirst()).contains("failed to write receipts", "on purpose");
    }

    @Test
    void whatIsBegunIsGivenUpInTimeForTheAnswer() {
        remaining = Duration.ofSeconds(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        before = () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new IllegalStateException(e);
            }
        };

        write(Map.of("a", copied("abc", null)));

        assertThat(lines.getFirst()).contains("failed to write receipts", "the invocation ran out of time");
        assertThatNoException().isThrownBy(interrupted::await);
    }

    private void write(Map<String, Outcome> outcomesByKey) {
        Map<CopyTask, Outcome> outcomes = new LinkedHashMap<>();
        outcomesByKey.forEach(
                (key, outcome) -> outcomes.put(new CopyTask(key, "to/" + key, MissingSource.SKIP), outcome));
        Reporter reporter = new Reporter(
                SETTINGS,
                new Log(lines::add),
                InstantSource.fixed(NOW),
                "request-1",
                () -> new RequestCounter.Counts(0, 0, 0),
                Optional.empty());
        new ReceiptWriter(
                        List.of(new ReceiptWriter.Destination(prefix, kinds, (key, content) -> {
                            before.run();
                            written.put(key, content);
                        })),
                        SETTINGS,
                        reporter,
                        "request-1",
                        new SystemResources(
                                InstantSource.fixed(NOW),
                                System::nanoTime,
                                new Random(1),
                                Executors::newVirtualThreadPerTaskExecutor,
                                Optional.empty()))
                .write(
                        outcomes,
                        List.of(new Delivery.Changes("1", List.of(created(CHANGED.minusSeconds(9)), created(CHANGED)))),
                        () -> remaining);
        if (!lines.isEmpty()) {
            reporter.close();
        }
    }

    private static ChangeEvent created(Instant time) {
        return new ChangeEvent(ChangeEvent.Kind.CREATED, "ObjectCreated:Put", "source-bucket", "a", time);
    }

    private List<Object> receipts() throws IOException {
        byte[] content = written.values().iterator().next();
        return JSON.std
                .anySequenceFrom(new GZIPInputStream(new ByteArrayInputStream(content)))
                .readAll();
    }

    private static Receipt without(String key, OutcomeLabel kind) {
        return new Receipt("source-bucket", key, "target-bucket", "to/" + key, kind, null, null, NOW, "request-1", 1);
    }

    private static Outcome copied(String eTag, @Nullable String targetETag) {
        return new Outcome.Copied(
                0, new Receipt.Version(eTag, "v1", CHANGED, 7, targetETag, "v2", Optional.of(CHECKSUM)));
    }

    private static Outcome failed() {
        return new Outcome.Failed(new Failure(FailureCause.RETRYABLE, "on purpose"));
    }
}
