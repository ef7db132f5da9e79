package org.allowput.sandbox.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.allowput.contract.FunctionVariable;
import org.allowput.emulator.testing.Nightly;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The deployed stacks under load, then under load and faults: after each of them all objects are compared. One sandbox
 * for all of it, in this order; each build does the first.
 *
 * <p>What the simulation replaces is real here: the JVMs of the functions, connections, the notification, and the
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
    private static final Figures FIGURES = new Figures("soak", "what", "soak", "faults");
    private static final Map<String, String> SETTINGS = Map.of(
            "function.timeoutSeconds",
            "30",
            // Every object fits into one invocation.
            "largeObjects.enabled",
            "false",
            "queue.functionConcurrency",
            Integer.toString(Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4)));
    private static final Map<FunctionVariable, Integer> VARIABLES = Map.of(
            // A fraction of the delays of retries that are deployed, so that the test needs no hours.
            FunctionVariable.RETRY_DELAY_PERCENT,
            5,
            // Of a timeout of 30.
            FunctionVariable.TIME_RESERVE_SECONDS,
            2,
            FunctionVariable.EXPECTED_MIB_PER_SECOND,
            2,
            FunctionVariable.MULTIPART_THRESHOLD_MIB,
            ChangeSequence.THRESHOLD_MIB);

    @AutoClose
    static SoakDeployment deployment;

    @BeforeAll
    static void deploy() {
        deployment = new SoakDeployment(SoakIT.class, SETTINGS, VARIABLES);
    }

    @Test
    @Order(1)
    void whateverChangesArrivesHoweverItsEventsAreRepeatedAndReordered() throws InterruptedException {
        Runnable restore = deployment.queues().shortenVisibility(30, 10);
        Traffic traffic = new Traffic(deployment, SEED);
        ChangeSequence changes = new ChangeSequence(SEED, CHANGES);

        traffic.run(changes, CHANGES);

        deployment.awaitQuiet(TIMEOUT);
        restore.run();
        figures("soak", traffic, changes);
        nothingIsLost("soak");
        assertThat(deployment.queues().deadLetters()).isZero();
    }

    @Test
    @Order(2)
    void nothingIsLostWhenEnvironmentsAreKilledRequestsFailAndTheFunctionIsReplaced() throws Exception {
        Runnable restore = deployment.queues().shortenVisibility(30, 6);
        Traffic traffic = new Traffic(deployment, SEED + 1);
        ChangeSequence changes = new ChangeSequence(SEED + 1, CHANGES_UNDER_FAULTS);

        FaultInjector storm = new FaultInjector(SEED, deployment);
        deployment.inject(storm);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> deploy = threads.submit(() -> deployment.deploy("function.memoryMiB", "1536"));
            traffic.run(changes, CHANGES_UNDER_FAULTS);
            deploy.get();
        }
        deployment.inject(request -> Optional.empty());

        deployment.awaitQuiet(TIMEOUT);
        restore.run();
        figures("faults", traffic, changes);
        for (FaultInjector.Episode kind : FaultInjector.Episode.values()) {
            if (kind != FaultInjector.Episode.CALM) {
                FIGURES.put(kind.label, "faults", storm.faults().getOrDefault(kind, 0));
            }
        }
        FIGURES.put("environments killed", "faults", deployment.killed());
        FIGURES.put("deploys in the middle", "faults", 1);
        nothingIsLost("faults");
        assertThat(deployment.queues().deadLetters()).isZero();
        assertThat(deployment.killed()).isPositive();
        assertThat(storm.faults()).as("kinds of faults that befell it").hasSizeGreaterThan(2);
    }

    @Test
    @Order(3)
    void noSecretThatWasHandedOutIsInAnyLogOrAnyOtherFile() throws IOException {
        assertThat(deployment.secrets.count()).isGreaterThan(5);
        assertThat(deployment.secrets.filesThatHoldOne(deployment.sandbox().stateDirectory()))
                .extracting(file ->
                        deployment.sandbox().stateDirectory().relativize(file).toString())
                .containsExactly("external-id");
    }

    @Test
    @Order(4)
    void theFiguresAreOfWhatIsDocumented() throws IOException {
        FIGURES.compare(System.getProperty("soak.update") != null);
    }

    private static void figures(String part, Traffic traffic, ChangeSequence changes) {
        FIGURES.put("objects put and overwritten", part, changes.puts());
        FIGURES.put("objects deleted", part, changes.deletions());
        FIGURES.put("messages sent again, late or out of order", part, traffic.resent());
    }

    private static void nothingIsLost(String part) {
        Comparison result = Comparison.of(deployment.buckets());
        FIGURES.put("objects compared", part, result.objects());
        FIGURES.put(
                "lost, stale, or otherwise different",
                part,
                result.differences().size());
        assertThat(result.differences()).isEmpty();
        assertThat(result.objects()).isGreaterThan(CHANGES / 20);
    }
}
