package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.allowput.contract.FailureCause;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
import org.allowput.lambda.copy.Interleavings.Actor;
import org.allowput.lambda.copy.Interleavings.Scenario;
import org.allowput.lambda.multipart.PartPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Workers that copy only what was cleared, in every order of their requests and of uploads, scans and changes of tags.
 * A scanner clears what is clean and refuses what is dirty: so dirty content must never be in the target, not even for
 * a moment.
 */
class RequiredTagConvergenceTest {
    private static final String KEY = "key";
    private static final String TAG = "scan";
    private static final Tag CLEARED = Tag.builder().key(TAG).value("clean").build();
    private static final Tag REFUSED = Tag.builder().key(TAG).value("dirty").build();
    private static final Selection SELECTION = Selection.parse("[{\"requiredTag\": \"scan=clean\"}]");
    private static final ExpectedThroughput PACE = new ExpectedThroughput(1, Duration.ofDays(1));
    private static final Backlog NEVER_FULL = new Backlog(PACE, () -> 0);

    /** What an owner, an attacker or a scanner does, in one step each. */
    private enum Act {
        UPLOAD_CLEAN,
        UPLOAD_CLEAN_2,
        UPLOAD_DIRTY,
        UPLOAD_DIRTY_WITH_A_TAG,
        SCAN,
        REMOVE_TAGS,
        REFUSE,
        DELETE
    }

    private static void act(Act act, TwoBuckets buckets) {
        switch (act) {
            case UPLOAD_CLEAN -> buckets.write(KEY, "clean");
            case UPLOAD_CLEAN_2 -> buckets.write(KEY, "clean 2");
            case UPLOAD_DIRTY -> buckets.write(KEY, "dirty");
            case UPLOAD_DIRTY_WITH_A_TAG -> {
                buckets.write(KEY, "dirty");
                buckets.tag(KEY, Tag.builder().key("team").value("a").build());
            }
            case SCAN -> buckets.tag(KEY, buckets.inSource(KEY).equals(Optional.of("dirty")) ? REFUSED : CLEARED);
            case REMOVE_TAGS -> buckets.untag(KEY);
            case REFUSE -> buckets.tag(KEY, REFUSED);
            case DELETE -> buckets.delete(KEY);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Scanned and overwritten.
        "'UPLOAD_CLEAN, SCAN', 'UPLOAD_DIRTY, SCAN'",
        // Overwritten before the scan.
        "UPLOAD_CLEAN, 'UPLOAD_DIRTY, SCAN, UPLOAD_CLEAN_2, SCAN'",
        // The bytes are opened, and replaced by clean ones only while the tags are read.
        "UPLOAD_DIRTY, 'UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY'",
        "UPLOAD_DIRTY, 'UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY, UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY'",
        "UPLOAD_DIRTY_WITH_A_TAG, 'UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY_WITH_A_TAG'",
        "'UPLOAD_CLEAN, SCAN', 'DELETE, UPLOAD_DIRTY, SCAN'",
    })
    void dirtyContentIsNeverInTheTargetInAnyOrder(String before, String acts) {
        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = buckets(true, before);
            List<CopyResult> outcomes = new ArrayList<>();
            Actor others = acting(buckets, acts, new AtomicInteger());
            Actor worker = worker(buckets, outcomes, () -> true);
            return new Scenario(List.of(others, worker), () -> {
                assertThat(outcomes).hasSize(1);
                assertThat(buckets.everInTarget()).doesNotContain("dirty");
            });
        });

        assertThat(orders).as("orders of all steps").isGreaterThan(10);
    }

    /** Two workers at a time. */
    @Test
    void dirtyContentIsNeverInTheTargetWithTwoWorkers() {
        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = buckets(true, "UPLOAD_CLEAN, SCAN");
            List<CopyResult> outcomes = new ArrayList<>();
            Actor others = acting(buckets, "UPLOAD_DIRTY", new AtomicInteger());
            return new Scenario(
                    List.of(others, worker(buckets, outcomes, () -> true), worker(buckets, outcomes, () -> true)),
                    () -> assertThat(buckets.everInTarget()).doesNotContain("dirty"));
        });

        assertThat(orders).as("orders of all steps").isGreaterThan(50);
    }

    /** One worker has the event of the upload, the other that of the last tag, and begins after it. */
    @ParameterizedTest
    @CsvSource({
        "UPLOAD_CLEAN, SCAN, clean",
        "'UPLOAD_CLEAN, SCAN', 'UPLOAD_CLEAN_2, SCAN', clean 2",
        "UPLOAD_DIRTY, 'SCAN, UPLOAD_CLEAN, SCAN', clean",
        "'UPLOAD_CLEAN, SCAN', 'REMOVE_TAGS, SCAN', clean",
    })
    void whatIsClearedInTheEndArrivesInEveryOrder(String before, String acts, String content) {
        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = buckets(true, before);
            List<CopyResult> outcomes = new ArrayList<>();
            AtomicInteger left = new AtomicInteger();
            Actor others = acting(buckets, acts, left);
            return new Scenario(
                    List.of(
                            others,
                            worker(buckets, outcomes, () -> true),
                            worker(buckets, outcomes, () -> left.get() == 0)),
                    () -> {
                        assertThat(outcomes).hasSize(2).noneMatch(Outcome.Failed.class::isInstance);
                        assertThat(buckets.inTarget(KEY)).hasValue(content);
                        assertThat(buckets.everInTarget()).doesNotContain("dirty");
                    });
        });

        assertThat(orders).as("orders of all steps").isGreaterThan(20);
    }

    /** A copy that is confirmed was cleared when it was confirmed; what is no longer cleared is reported. */
    @ParameterizedTest
    @ValueSource(strings = {"REMOVE_TAGS", "REFUSE"})
    void whatLosesItsTagIsNotConfirmedAfterThat(String act) {
        AtomicInteger confirmed = new AtomicInteger();
        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = buckets(true, "UPLOAD_CLEAN, SCAN");
            List<CopyResult> outcomes = new ArrayList<>();
            Actor others = acting(buckets, act, new AtomicInteger());
            return new Scenario(List.of(others, worker(buckets, outcomes, () -> true)), () -> {
                boolean copied = outcomes.getFirst() instanceof Outcome.Copied;
                confirmed.addAndGet(copied ? 1 : 0);
                if (!copied) {
                    assertThat(outcomes.getFirst())
                            .isInstanceOf(act.equals("REFUSE") ? Outcome.Refused.class : Outcome.Waiting.class);
                }
            });
        });

        assertThat(confirmed.get()).isPositive().isLessThan(orders);
    }

    /** Bytes that were replaced by the same ones, as two uploads in parts of one initiation can be on S3. */
    @ParameterizedTest
    @CsvSource({
        "UPLOAD_DIRTY_WITH_A_TAG, 'UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY_WITH_A_TAG'",
        "'UPLOAD_DIRTY, SCAN', 'UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY'",
        "UPLOAD_CLEAN, SCAN"
    })
    void withoutVersionsNothingIsCopiedAndTheFailureIsForGood(String before, String acts) {
        Interleavings.all(() -> {
            TwoBuckets buckets = buckets(false, before);
            List<CopyResult> outcomes = new ArrayList<>();
            Actor others = acting(buckets, acts, new AtomicInteger());
            return new Scenario(List.of(others, worker(buckets, outcomes, () -> true)), () -> {
                assertThat(buckets.everInTarget()).isEmpty();
                assertThat(outcomes)
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Outcome.Failed.class,
                                failed -> assertThat(failed.failure().cause()).isEqualTo(FailureCause.PERMANENT));
            });
        });
    }

    private static TwoBuckets buckets(boolean versioned, String acts) {
        TwoBuckets buckets = new TwoBuckets(versioned);
        acts(acts).forEach(act -> act(act, buckets));
        return buckets;
    }

    private static List<Act> acts(String names) {
        return Arrays.stream(names.split(", ")).map(Act::valueOf).toList();
    }

    /** @param left how many acts are still to come */
    private static Actor acting(TwoBuckets buckets, String names, AtomicInteger left) {
        List<Act> acts = acts(names);
        left.set(acts.size());
        Actor actor = new Actor(() -> true);
        actor.start(() -> {
            for (Act act : acts) {
                act(act, buckets);
                if (left.decrementAndGet() > 0) {
                    actor.step();
                }
            }
        });
        return actor;
    }

    private static Actor worker(TwoBuckets buckets, List<CopyResult> outcomes, BooleanSupplier enabled) {
        Actor actor = new Actor(enabled);
        CopyOptions options =
                new CopyOptions(5 * PartPlan.MIB, 32 * PartPlan.MIB, 1, false, false, PACE, CopyLimit.NONE, SELECTION);
        ObjectCopier copier =
                new ObjectCopier(buckets.source(actor::step), buckets.target(actor::step), options, NEVER_FULL);
        actor.start(() -> outcomes.add(copier.replicate(KEY, KEY, () -> Duration.ofHours(1))));
        return actor;
    }
}
