package org.allowput.lambda.priming;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.EnvironmentVariablesTest;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done before a snapshot is a copy, from event to answer, that needs no network and no bucket. */
class PrimingTest {
    private final List<String> log = new ArrayList<>();
    private int requests;

    @Test
    void beforeASnapshotABatchIsCopiedToTheLoopback() {
        assertThat(prime(Map.of("PRIMING_LIMIT_SECONDS", "0"))).isEqualTo(10);
        assertThat(log)
                .containsExactly("{\"level\":\"INFO\",\"message\":\"primed for the snapshot until the time limit\","
                        + "\"copies\":10}");
        assertThat(requests).isEqualTo(1);
    }

    /** The clock stands still, so that no time ends it. */
    @Test
    void primingEndsWhenItsGoalIsReachedHoweverLongThatTakes() {
        AtomicLong time = new AtomicLong();
        PrimingGoal afterTwoRounds = new PrimingGoal(2, () -> 0, time::incrementAndGet);

        assertThat(prime(Map.of(), afterTwoRounds, () -> 0))
                .as("two rounds of 100 batches of 10, with two large objects each")
                .isEqualTo(2004);
        assertThat(log).containsExactly("{\"level\":\"INFO\",\"message\":\"primed for the snapshot\",\"copies\":2004}");
    }

    @Test
    void theTimeLimitOfTheSettingsEndsPrimingWhoseGoalIsNotReached() {
        assertThat(primeWithABatchPerSecond(3))
                .as("a batch of 10 in each second")
                .isEqualTo(30);
    }

    @Test
    void aRequestToTheSourceFollowsEachHundredBatches() {
        assertThat(primeWithABatchPerSecond(101)).as("with two large objects").isEqualTo(1012);
        assertThat(requests).isEqualTo(2);
    }

    @Test
    void ifTheSourceCannotBeAskedItIsLoggedAndNotThrown() {
        Runnable failing = () -> {
            throw new IllegalStateException("no client");
        };

        new Priming(
                        EnvironmentVariables.read(variables(Map.of("PRIMING_LIMIT_SECONDS", "0"))),
                        new Log(log::add),
                        failing)
                .run();

        assertThat(log).singleElement().asString().contains("\"WARN\"", "no client");
    }

    @Test
    void eventsOfEachFormatAndAnObjectInPartsAreCopied() {
        assertThat(primeWithABatchPerSecond(10))
                .as("10 batches of 10, and one large object")
                .isEqualTo(101);
        assertThat(log).singleElement().asString().contains("\"INFO\"");
    }

    static List<Map<String, String>> others() {
        return List.of(
                Map.of(
                        "SELECTION",
                        Selection.of(KeyRule.of("in/**.csv", "", "")).json()),
                Map.of(
                        "SELECTION",
                        Selection.of(KeyRule.of("100% \"sure\"/a+b/**", "", "")).json()),
                Map.of("REPLICATE_TAGS", "true", "WRITE_ONCE", "true", "RECEIPTS_BUCKET", "receipts"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void filtersOnKeysAndSettingsThatNeedOtherRequestsDoNotKeepItFromCopying(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("PRIMING_LIMIT_SECONDS", "0");

        assertThat(prime(all)).isEqualTo(10);
        assertThat(log).singleElement().asString().contains("\"INFO\"");
    }

    private int primeWithABatchPerSecond(int seconds) {
        AtomicInteger now = new AtomicInteger();
        return prime(
                Map.of("PRIMING_LIMIT_SECONDS", Integer.toString(seconds)),
                () -> Duration.ofSeconds(now.getAndIncrement()).toNanos());
    }

    private int prime(Map<String, String> more) {
        return prime(more, System::nanoTime);
    }

    private int prime(Map<String, String> more, LongSupplier nanoTime) {
        return prime(more, PrimingGoal.ofThisProcess(), nanoTime);
    }

    private int prime(Map<String, String> more, PrimingGoal goal, LongSupplier nanoTime) {
        FunctionSettings settings = EnvironmentVariables.read(variables(more));
        return new Priming(settings, new Log(log::add), () -> requests++, goal, nanoTime).run();
    }

    private static Map<String, String> variables(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(EnvironmentVariablesTest.required());
        variables.putAll(more);
        return variables;
    }
}
