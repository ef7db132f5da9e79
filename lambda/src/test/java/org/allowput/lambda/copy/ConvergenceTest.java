package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.allowput.contract.FailureCause;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Interleavings.Actor;
import org.allowput.lambda.copy.Interleavings.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.Tag;

/** Two workers on one key, in every order of their requests and of the writes that they race with. */
class ConvergenceTest {
    private static final CopyOptions KEEPING = CopySamples.OPTIONS;
    private static final CopyOptions DELETING = CopySamples.options(false, true, CopyLimit.NONE, Selection.ALL);
    private static final CopyOptions WITH_TAGS = CopySamples.options(true, false, CopyLimit.NONE, Selection.ALL);

    /** If a worker dies when its PUT has been sent, its event is delivered again. */
    @ParameterizedTest
    @CsvSource({
        "false, false, 'second, third', 500",
        "true, false, 'second, DELETE', 500",
        "true, false, 'DELETE, third', 500",
        "false, true, second, 500",
        "true, true, DELETE, 100"
    })
    void theTargetEndsAsTheSourceInEveryOrder(boolean deletes, boolean dies, String writes, int fewest) {
        int orders = Interleavings.all(() -> scenario(
                deletes, dies, writes, buckets -> assertThat(buckets.inTarget()).isEqualTo(buckets.inSource())));

        assertThat(orders).as("orders of all steps").isGreaterThan(fewest);
    }

    /** Where nothing is deleted from the target, nothing of it can be read, either: so what may be old is reported. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsOverwrittenAndDeletedIsTheNewestContentOrReportedAsUnconfirmedOrGone(boolean dies) {
        AtomicInteger old = new AtomicInteger();

        int orders = Interleavings.all(() -> scenario(false, dies, "second, DELETE", buckets -> {
            boolean newest = buckets.inTarget().filter("second"::equals).isPresent();
            old.addAndGet(newest ? 0 : 1);
            assertThat(newest
                            || buckets.outcomes().stream()
                                    .anyMatch(outcome ->
                                            outcome instanceof Outcome.Unconfirmed || outcome instanceof Outcome.Gone))
                    .as("the target has %s, and is reported as %s", buckets.inTarget(), buckets.outcomes())
                    .isTrue();
        }));

        assertThat(orders).as("orders of all steps").isGreaterThan(500);
        assertThat(old.get()).as("orders that leave older content").isPositive();
    }

    @Test
    void whatMustExistFailsOnlyIfItIsNotThereAndDeletesNothing() {
        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = withObject();
            buckets.acting(List.of(buckets::delete));
            buckets.worker(() -> true, KEEPING, MissingSource.FAIL);
            return buckets.scenario(() -> {
                assertThat(buckets.outcomes()).hasSize(1);
                if (buckets.outcomes().getFirst() instanceof Outcome.Failed failed) {
                    assertThat(failed.failure().cause()).isEqualTo(FailureCause.PERMANENT);
                    assertThat(buckets.inTarget()).isEmpty();
                } else {
                    assertThat(buckets.inTarget()).hasValue("first");
                }
            });
        });

        assertThat(orders).isGreaterThan(2);
    }

    /** A copy, the deletion of its object, and the worker of that event, which deletes in the target. */
    @ParameterizedTest
    @EnumSource(names = {"SKIP", "FAIL", "DELETE_AND_FAIL"})
    void whatIsCopiedWhileItIsDeletedIsGoneFromTheTargetInEveryOrder(MissingSource missing) {
        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = withObject();
            Actor owner = buckets.acting(List.of(buckets::delete));
            buckets.worker(() -> true, DELETING, missing);
            buckets.worker(owner::isFinished, DELETING);
            return buckets.scenario(() -> {
                assertThat(buckets.outcomes()).hasSize(2);
                assertThat(buckets.inTarget()).isEmpty();
            });
        });

        assertThat(orders).isGreaterThan(40);
    }

    /** An attempt gets no answer to its PUT, and the object is deleted in both buckets before the PUT arrives. */
    @Test
    void whatATaskSentIsGoneAfterItsNextAttemptIfItArrivesAfterTheDeletion() {
        TwoBuckets buckets = withObject();
        AtomicBoolean lost = new AtomicBoolean(true);
        buckets.loseAnswers(lost::get);

        CopyResult first = buckets.copy(DELETING, MissingSource.DELETE_AND_FAIL);
        lost.set(false);
        buckets.delete();
        buckets.copy(DELETING, MissingSource.DELETE);
        buckets.arrive();
        assertThat(buckets.inTarget()).hasValue("first");
        CopyResult next = buckets.copy(DELETING, MissingSource.DELETE_AND_FAIL);

        assertThat(List.of(first, next)).allMatch(Outcome.Failed.class::isInstance);
        assertThat(buckets.inTarget()).isEmpty();
    }

    /**
     * The connection breaks after the first worker has sent the completion of its upload, which arrives at any time
     * before the message is delivered again: that is what its delay is for.
     */
    @Test
    void aCompletionThatArrivesAfterItsClientIsGoneIsFollowedByTheNewestContentIfItsEventIsDeliveredLater() {
        AtomicInteger stale = new AtomicInteger();
        for (boolean waits : List.of(true, false)) {
            int orders = Interleavings.all(() -> {
                TwoBuckets buckets = withObject();
                Actor owner = buckets.acting(List.of(() -> buckets.write("second")));
                Actor early = buckets.worker(() -> true, KEEPING);
                buckets.loseAnswers(early::isCurrent);
                Actor s3 = buckets.add(early::isFinished, buckets::arrive);
                buckets.worker(waits ? s3::isFinished : early::isFinished, KEEPING);
                buckets.worker(owner::isFinished, KEEPING);
                return buckets.scenario(() -> {
                    assertThat(buckets.outcomes()).hasSize(3);
                    assertThat(buckets.outcomes())
                            .filteredOn(Outcome.Failed.class::isInstance)
                            .singleElement()
                            .matches(failed ->
                                    ((Outcome.Failed) failed).failure().cause().retryable());
                    assertThat(buckets.outcomes())
                            .filteredOn(Outcome.Copied.class::isInstance)
                            .hasSize(2);
                    boolean newest = buckets.inTarget().equals(buckets.inSource());
                    if (waits) {
                        assertThat(newest).isTrue();
                    } else if (!newest) {
                        stale.incrementAndGet();
                    }
                });
            });
            assertThat(orders).isGreaterThan(100);
        }
        assertThat(stale.get())
                .as("orders that leave older content without the delay")
                .isPositive();
    }

    @Test
    void tagsThatAreChangedBetweenACopyAndItsSecondLookArriveInEveryOrder() {
        Tag before = Tag.builder().key("team").value("old").build();
        Tag after = Tag.builder().key("team").value("new").build();

        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = withObject();
            buckets.tag(before);
            Actor owner = buckets.acting(List.of(() -> buckets.tag(after)));
            buckets.worker(() -> true, WITH_TAGS);
            buckets.worker(owner::isFinished, WITH_TAGS);
            return buckets.scenario(() -> {
                assertThat(buckets.outcomes()).hasSize(2).allMatch(Outcome.Copied.class::isInstance);
                assertThat(buckets.tagsInTarget()).isEqualTo(Map.of("team", "new"));
            });
        });

        assertThat(orders).as("orders of all steps").isGreaterThan(500);
    }

    /** A worker is gone: nothing of it goes on. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private static TwoBuckets withObject() {
        TwoBuckets buckets = new TwoBuckets();
        buckets.write("first");
        return buckets;
    }

    /**
     * One worker has the event of what is there at first; the other begins when the last content is written, with the
     * event of that. The check is made when all have ended.
     *
     * @param deletes whether deletions are replicated
     * @param dies whether the first worker dies when its write has been sent, and its event is delivered again
     */
    private static Scenario scenario(boolean deletes, boolean dies, String writes, Consumer<TwoBuckets> check) {
        TwoBuckets buckets = withObject();
        CopyOptions options = deletes ? DELETING : KEEPING;
        List<String> contents = Arrays.asList(writes.split(", "));
        long events = contents.stream()
                .filter(content -> deletes || !isDeletion(content))
                .count();
        buckets.acting(contents.stream()
                .<Runnable>map(content -> isDeletion(content) ? buckets::delete : () -> buckets.write(content))
                .toList());
        if (dies) {
            AtomicBoolean dead = new AtomicBoolean();
            MissingSource missing = deletes ? MissingSource.DELETE : MissingSource.SKIP;
            Actor early = buckets.add(() -> true, () -> {
                try {
                    buckets.outcomes().add(buckets.copy(options, missing));
                } catch (Death e) {
                    dead.set(true);
                }
            });
            buckets.beforeEachRequest(request -> {
                if (early.isCurrent() && request.startsWith("HEAD")) {
                    throw new Death();
                }
            });
            buckets.worker(dead::get, options);
        } else {
            buckets.worker(() -> true, options);
        }
        buckets.worker(() -> buckets.acts() >= events, options);
        return buckets.scenario(() -> {
            assertThat(buckets.outcomes()).hasSize(2).noneMatch(Outcome.Failed.class::isInstance);
            check.accept(buckets);
        });
    }

    private static boolean isDeletion(String content) {
        return content.equals("DELETE");
    }
}
