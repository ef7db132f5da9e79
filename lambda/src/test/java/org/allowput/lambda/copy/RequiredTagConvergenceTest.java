package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
import org.allowput.lambda.copy.Interleavings.Actor;
import org.allowput.lambda.copy.Interleavings.Scenario;
import org.allowput.lambda.multipart.PartPlan;
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
        "true,  'UPLOAD_CLEAN, SCAN', 'UPLOAD_DIRTY, SCAN'",
        "false, 'UPLOAD_CLEAN, SCAN', 'UPLOAD_DIRTY, SCAN'",
        // Overwritten before the scan.
        "true,  UPLOAD_CLEAN, 'UPLOAD_DIRTY, SCAN, UPLOAD_CLEAN_2, SCAN'",
        "false, UPLOAD_CLEAN, 'UPLOAD_DIRTY, SCAN, UPLOAD_CLEAN_2, SCAN'",
        // The bytes are opened, and replaced by clean ones only while the tags are read.
        "true,  UPLOAD_DIRTY, 'UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY'",
        "false, UPLOAD_DIRTY, 'UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY'",
        "true,  UPLOAD_DIRTY, 'UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY, UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY'",
        "false, UPLOAD_DIRTY, 'UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY, UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY'",
        "true,  UPLOAD_DIRTY_WITH_A_TAG, 'UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY_WITH_A_TAG'",
        "true,  'UPLOAD_CLEAN, SCAN', 'DELETE, UPLOAD_DIRTY, SCAN'",
        "false, 'UPLOAD_CLEAN, SCAN', 'DELETE, UPLOAD_DIRTY, SCAN'"
    })
    void dirtyContentIsNeverInTheTargetInAnyOrder(boolean versioned, String before, String acts) {
        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = buckets(versioned, before);
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
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void dirtyContentIsNeverInTheTargetWithTwoWorkers(boolean versioned) {
        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = buckets(versioned, "UPLOAD_CLEAN, SCAN");
            List<CopyResult> outcomes = new ArrayList<>();
            Actor others = acting(buckets, "UPLOAD_DIRTY", new AtomicInteger());
            return new Scenario(
                    List.of(
                            others,
                            worker(buckets, outcomes, () -> true),
                            worker(buckets, outcomes, () -> true, versioned)),
                    () -> assertThat(buckets.everInTarget()).doesNotContain("dirty"));
        });

        assertThat(orders).as("orders of all steps").isGreaterThan(50);
    }

    /** One worker has the event of the upload, the other that of the last tag, and begins after it. */
    @ParameterizedTest
    @CsvSource({
        "true,  UPLOAD_CLEAN, SCAN, clean",
        "false, UPLOAD_CLEAN, SCAN, clean",
        "true,  'UPLOAD_CLEAN, SCAN', 'UPLOAD_CLEAN_2, SCAN', clean 2",
        "false, 'UPLOAD_CLEAN, SCAN', 'UPLOAD_CLEAN_2, SCAN', clean 2",
        "true,  UPLOAD_DIRTY, 'SCAN, UPLOAD_CLEAN, SCAN', clean",
        "false, UPLOAD_DIRTY, 'SCAN, UPLOAD_CLEAN, SCAN', clean",
        "true,  'UPLOAD_CLEAN, SCAN', 'REMOVE_TAGS, SCAN', clean",
        "false, 'UPLOAD_CLEAN, SCAN', 'REMOVE_TAGS, SCAN', clean"
    })
    void whatIsClearedInTheEndArrivesInEveryOrder(boolean versioned, String before, String acts, String content) {
        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = buckets(versioned, before);
            List<CopyResult> outcomes = new ArrayList<>();
            AtomicInteger left = new AtomicInteger();
            Actor others = acting(buckets, acts, left);
            return new Scenario(
                    List.of(
                            others,
                            worker(buckets, outcomes, () -> true),
                            worker(buckets, outcomes, () -> left.get() == 0, versioned)),
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
    @CsvSource({"true, REMOVE_TAGS", "false, REMOVE_TAGS", "true, REFUSE", "false, REFUSE"})
    void whatLosesItsTagIsNotConfirmedAfterThat(boolean versioned, String act) {
        AtomicInteger confirmed = new AtomicInteger();
        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = buckets(versioned, "UPLOAD_CLEAN, SCAN");
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

    /**
     * What remains without versions, and why docs/security.md asks for them: bytes that have a tag, of the uploader or
     * of a scanner that refused them, and are uploaded twice in one second with a scan of others between.
     */
    @ParameterizedTest
    @CsvSource({
        "UPLOAD_DIRTY_WITH_A_TAG, 'UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY_WITH_A_TAG'",
        "'UPLOAD_DIRTY, SCAN', 'UPLOAD_CLEAN, SCAN, UPLOAD_DIRTY'"
    })
    void withoutVersionsTaggedBytesThatComeBackWithinASecondAreTakenForTheSame(String before, String acts) {
        AtomicInteger dirty = new AtomicInteger();
        Interleavings.all(() -> {
            TwoBuckets buckets = buckets(false, before);
            Actor others = acting(buckets, acts, new AtomicInteger());
            return new Scenario(
                    List.of(others, worker(buckets, new ArrayList<>(), () -> true)),
                    () -> dirty.addAndGet(buckets.everInTarget().contains("dirty") ? 1 : 0));
        });

        assertThat(dirty).hasPositiveValue();
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
        return worker(buckets, outcomes, enabled, true);
    }

    /** @param inSteps whether others act between its requests, of which there are more without versions */
    private static Actor worker(
            TwoBuckets buckets, List<CopyResult> outcomes, BooleanSupplier enabled, boolean inSteps) {
        Actor actor = new Actor(enabled);
        Runnable step = inSteps ? actor::step : () -> {};
        CopyOptions options =
                new CopyOptions(5 * PartPlan.MIB, 32 * PartPlan.MIB, 1, false, false, PACE, CopyLimit.NONE, SELECTION);
        ObjectCopier copier = new ObjectCopier(buckets.source(step), buckets.target(step), options, NEVER_FULL);
        actor.start(() -> outcomes.add(copier.replicate(KEY, KEY, () -> Duration.ofHours(1))));
        return actor;
    }
}
