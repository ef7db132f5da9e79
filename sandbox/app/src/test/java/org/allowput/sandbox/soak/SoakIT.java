package org.allowput.sandbox.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The deployed stacks under load, then under load and faults, then with bad input: after each of them all objects are
 * compared. One sandbox for all of it, in this order; each build does the first.
 *
 * <p>What the simulation replaces is real here: the JVMs of the Lambda host, connections, the notification, and the
 * resources as they are deployed.
 *
 * <p>{@code -Dsoak.changes=} and {@code -Dsoak.seed=} choose another run, and {@code -Dsoak.update} writes its figures
 * into {@code docs/guarantees.md}.
 */
@Nightly(1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SoakIT {
    private static final int CHANGES = Integer.getInteger("soak.changes", 200);
    /** Fewer would be over before each kind of fault has had its turn. */
    private static final int CHANGES_UNDER_FAULTS = Math.max(400, CHANGES / 3);

    private static final long SEED = Long.getLong("soak.seed", 7);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final SoakFigures FIGURES = new SoakFigures();

    static SoakDeployment deployment;

    @BeforeAll
    static void deploy() throws IOException {
        deployment = new SoakDeployment(SEED);
    }

    @AfterAll
    static void end() {
        deployment.close();
    }

    @Test
    @Order(1)
    void whateverChangesArrivesHoweverItsEventsAreRepeatedAndReordered() throws InterruptedException {
        Runnable restore = deployment.queues().shortenVisibility(30, 10);
        Traffic traffic = new Traffic(deployment, SEED);

        traffic.run(new ChangeSequence(SEED, CHANGES), CHANGES);

        deployment.awaitQuiet(TIMEOUT);
        restore.run();
        figures("soak", traffic);
        nothingIsLost("soak", Set.of());
        assertThat(deployment.queues().deadLetters()).isZero();
    }

    @Test
    @Order(2)
    void nothingIsLostWhenEnvironmentsAreKilledRequestsFailAndTheFunctionIsReplaced() throws Exception {
        Runnable restore = deployment.queues().shortenVisibility(30, 6);
        Traffic traffic = new Traffic(deployment, SEED + 1);

        deployment.storm.begin();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> deploy = threads.submit(() -> deployment.deploy("function.memoryMiB", "1536"));
            traffic.run(new ChangeSequence(SEED + 1, CHANGES_UNDER_FAULTS), CHANGES_UNDER_FAULTS);
            deploy.get();
        }
        deployment.storm.end();

        deployment.awaitQuiet(TIMEOUT);
        restore.run();
        figures("faults", traffic);
        nothingIsLost("faults", Set.of());
        assertThat(deployment.queues().deadLetters()).isZero();
        assertThat(deployment.environments.killed()).isPositive();
        assertThat(deployment.storm.faults())
                .as("kinds of faults that befell it")
                .hasSizeGreaterThan(3);
    }

    @Test
    @Order(3)
    void badInputEndsInTheDeadLetterQueueWithItsCauseInTheLogAndHoldsUpNothingElse() throws Exception {
        BadInput bad = new BadInput(deployment, SEED);
        bad.prepare();
        // Not visible again before an invocation ends, however slow: a good message is delivered once.
        Runnable restore = deployment.queues().shortenVisibility(2, 30);
        int good = CHANGES / 10;

        bad.round(good, 0);
        double before = bad.round(good, 0);
        double one = bad.round(good, Math.max(BadMessage.values().length, good / 100));
        double ten = bad.round(good, good / 10);
        deployment.awaitQuiet(TIMEOUT);
        double after = bad.round(good, 0);
        restore.run();

        TreeMap<String, BadMessage> expected = new TreeMap<>(bad.sent());
        expected.values().removeIf(kind -> !kind.fails);
        assertThat(new Messages(
                                deployment.sandbox().source().sqs(),
                                deployment.sandbox().deadLetterQueueUrl())
                        .take(expected.size()))
                .extracting(SoakIT::deliveryId)
                .containsExactlyInAnyOrderElementsOf(expected.keySet());
        assertThat(deployment.queues().deadLetters()).isZero();
        bad.sent()
                .forEach((id, kind) -> assertThat(deployment.log.last(id).orElseThrow())
                        .as(kind.label)
                        .satisfies(line -> {
                            assertThat(line.outcome()).isEqualTo(kind.outcome());
                            assertThat(line.why()).contains(kind.said);
                        }));
        FIGURES.put("bad input", "messages sent again, late or out of order", 5 * good);
        FIGURES.put(
                "bad input",
                "messages that cannot lead to a copy, of " + BadMessage.values().length + " kinds",
                bad.sent().size());
        double none = (before + after) / 2;
        FIGURES.put(
                "bad input",
                "good messages a second, beside none bad: 1 % bad",
                good < BadMessage.values().length * 100 ? SoakFigures.NOT_MEASURED : ratio(one / none));
        FIGURES.put("bad input", "good messages a second, beside none bad: 10 % bad", ratio(ten / none));
        nothingIsLost("bad input", bad.keys());
    }

    @Test
    @Order(4)
    void noSecretThatWasHandedOutIsInAnyLogOrAnyOtherFile() throws IOException {
        assertThat(deployment.secrets.count()).isGreaterThan(5);
        assertThat(deployment.secrets.filesThatHoldOne(deployment.sandbox().stateDirectory()))
                .extracting(file ->
                        deployment.sandbox().stateDirectory().relativize(file).toString())
                .containsExactly("external-id");
    }

    @Test
    @Order(5)
    void theFiguresAreOfWhatIsDocumented() throws IOException {
        Files.writeString(Path.of("target/soak.md"), FIGURES.table());
        if (System.getProperty("soak.update") != null) {
            DocumentedTable.replace("soak", FIGURES.table());
        }
        assertThat(SoakFigures.rowsOf(FIGURES.table())).isEqualTo(SoakFigures.rowsOf(DocumentedTable.table("soak")));
    }

    /** The function sends what can never be copied itself, and a message that is sent has another id. */
    private static String deliveryId(Message letter) {
        return Optional.ofNullable(letter.messageAttributes().get("MessageId"))
                .map(MessageAttributeValue::stringValue)
                .orElse(letter.messageId());
    }

    private static void figures(String part, Traffic traffic) {
        FIGURES.put(part, "objects put and overwritten", traffic.puts());
        FIGURES.put(part, "objects deleted", traffic.deletions());
        FIGURES.put(part, "messages sent again, late or out of order", traffic.resent());
        if (part.equals("faults")) {
            TreeMap<FaultInjector.Episode, Integer> faults = new TreeMap<>(deployment.storm.faults());
            for (FaultInjector.Episode kind : FaultInjector.Episode.values()) {
                if (kind != FaultInjector.Episode.CALM) {
                    FIGURES.put(part, kind.label, faults.getOrDefault(kind, 0));
                }
            }
            FIGURES.put(part, "environments killed", deployment.environments.killed());
            FIGURES.put(part, "deploys in the middle", 1);
        }
    }

    private static void nothingIsLost(String part, Set<String> absent) throws InterruptedException {
        Comparison.Result result = new Comparison(deployment.sandbox()).run(absent);
        FIGURES.put(part, "objects compared", result.objects());
        FIGURES.put(
                part,
                "lost, stale, or otherwise different",
                result.differences().size());
        assertThat(result.differences()).isEmpty();
        assertThat(result.objects()).isGreaterThan(CHANGES / 20);
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
