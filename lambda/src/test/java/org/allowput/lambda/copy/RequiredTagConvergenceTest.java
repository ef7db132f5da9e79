package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.allowput.contract.FailureCause;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
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
    private static final Tag CLEARED = Tag.builder().key("scan").value("clean").build();
    private static final Tag REFUSED = Tag.builder().key("scan").value("dirty").build();
    private static final Tag OTHER = Tag.builder().key("team").value("a").build();
    private static final CopyOptions OPTIONS =
            CopySamples.options(false, false, CopyLimit.NONE, Selection.parse("[{\"requiredTag\": \"scan=clean\"}]"));

    /** What an owner, an attacker or a scanner does, in one step each. */
    private enum Act {
        UPLOAD_CLEAN,
        UPLOAD_CLEAN_2,
        UPLOAD_DIRTY,
        UPLOAD_DIRTY_WITH_A_TAG,
        SCAN,
        REMOVE_TAGS,
        REFUSE,
        DELETE;

        void on(TwoBuckets buckets) {
            switch (this) {
                case UPLOAD_CLEAN -> buckets.write("clean");
                case UPLOAD_CLEAN_2 -> buckets.write("clean 2");
                case UPLOAD_DIRTY -> buckets.write("dirty");
                case UPLOAD_DIRTY_WITH_A_TAG -> {
                    buckets.write("dirty");
                    buckets.tag(OTHER);
                }
                case SCAN -> buckets.tag(buckets.inSource().equals(Optional.of("dirty")) ? REFUSED : CLEARED);
                case REMOVE_TAGS -> buckets.tag();
                case REFUSE -> buckets.tag(REFUSED);
                case DELETE -> buckets.delete();
            }
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
            TwoBuckets buckets = buckets(true, before, acts);
            buckets.worker(() -> true, OPTIONS);
            return buckets.scenario(() -> {
                assertThat(buckets.outcomes()).hasSize(1);
                assertThat(buckets.everInTarget()).doesNotContain("dirty");
            });
        });
        assertThat(orders).as("orders of all steps").isGreaterThan(10);
    }

    @Test
    void dirtyContentIsNeverInTheTargetWithTwoWorkers() {
        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = buckets(true, "UPLOAD_CLEAN, SCAN", "UPLOAD_DIRTY");
            buckets.worker(() -> true, OPTIONS);
            buckets.worker(() -> true, OPTIONS);
            return buckets.scenario(() -> assertThat(buckets.everInTarget()).doesNotContain("dirty"));
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
            TwoBuckets buckets = buckets(true, before, acts);
            buckets.worker(() -> true, OPTIONS);
            buckets.worker(() -> buckets.acts() == acts(acts).size(), OPTIONS);
            return buckets.scenario(() -> {
                assertThat(buckets.outcomes()).hasSize(2).noneMatch(Outcome.Failed.class::isInstance);
                assertThat(buckets.inTarget()).hasValue(content);
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
            TwoBuckets buckets = buckets(true, "UPLOAD_CLEAN, SCAN", act);
            buckets.worker(() -> true, OPTIONS);
            return buckets.scenario(() -> {
                CopyResult outcome = buckets.outcomes().getFirst();
                boolean copied = outcome instanceof Outcome.Copied;
                confirmed.addAndGet(copied ? 1 : 0);
                if (!copied) {
                    assertThat(outcome)
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
            TwoBuckets buckets = buckets(false, before, acts);
            buckets.worker(() -> true, OPTIONS);
            return buckets.scenario(() -> {
                assertThat(buckets.everInTarget()).isEmpty();
                assertThat(buckets.outcomes())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Outcome.Failed.class,
                                failed -> assertThat(failed.failure().cause()).isEqualTo(FailureCause.PERMANENT));
            });
        });
    }

    /** With somebody whose acts are still to come. */
    private static TwoBuckets buckets(boolean versioned, String before, String acts) {
        TwoBuckets buckets = new TwoBuckets(versioned);
        acts(before).forEach(act -> act.on(buckets));
        buckets.acting(
                acts(acts).stream().<Runnable>map(act -> () -> act.on(buckets)).toList());
        return buckets;
    }

    private static List<Act> acts(String names) {
        return Arrays.stream(names.split(", ")).map(Act::valueOf).toList();
    }
}
