package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.allowput.contract.FailureCause;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Interleavings.Actor;
import org.allowput.lambda.copy.Interleavings.Scenario;
import org.allowput.lambda.multipart.PartPlan;
import org.allowput.lambda.s3.S3Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two workers on one key, in every order of their requests and of the writes that they race with. */
class ConvergenceTest {
    private static final String KEY = "key";
    private static final Deadline FAR = () -> Duration.ofHours(1);
    private static final ExpectedThroughput PACE = new ExpectedThroughput(1, Duration.ofDays(1));
    private static final Backlog NEVER_FULL = new Backlog(PACE, () -> 0);

    @Test
    void twoWorkersAndTwoOverwritesEndWithTheNewestContentInEveryOrder() {
        int orders = Interleavings.all(() -> scenario(false, List.of("second", "third")));

        assertThat(orders).as("orders of all steps").isGreaterThan(500);
    }

    @Test
    void whatIsOverwrittenAndDeletedIsGoneFromTheTargetInEveryOrderWhereDeletesAreReplicated() {
        int orders = Interleavings.all(() -> scenario(true, List.of("second", "")));

        assertThat(orders).as("orders of all steps").isGreaterThan(500);
    }

    @Test
    void whatIsDeletedAndWrittenAgainIsThereInEveryOrderWhereDeletesAreReplicated() {
        int orders = Interleavings.all(() -> scenario(true, List.of("", "third")));

        assertThat(orders).as("orders of all steps").isGreaterThan(500);
    }

    @Test
    void whatMustExistFailsOnlyIfItIsNotThereAndDeletesNothing() {
        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = new TwoBuckets();
            buckets.write(KEY, "first");
            Actor owner = new Actor(() -> true);
            Actor worker = new Actor(() -> true);
            List<CopyResult> outcomes = new ArrayList<>();
            owner.start(() -> buckets.delete(KEY));
            worker.start(
                    () -> outcomes.add(taskCopier(buckets, worker::step, false).replicate(task(false), FAR)));
            return new Scenario(List.of(owner, worker), () -> {
                assertThat(outcomes).hasSize(1);
                if (outcomes.getFirst() instanceof Outcome.Failed failed) {
                    assertThat(failed.failure().cause()).isEqualTo(FailureCause.PERMANENT);
                    assertThat(buckets.inTarget(KEY)).isEmpty();
                } else {
                    assertThat(buckets.inTarget(KEY)).hasValue("first");
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
            TwoBuckets buckets = new TwoBuckets();
            buckets.write(KEY, "first");
            AtomicBoolean deleted = new AtomicBoolean();
            List<CopyResult> outcomes = new ArrayList<>();
            Actor owner = new Actor(() -> true);
            Actor ofTask = new Actor(() -> true);
            Actor ofEvent = new Actor(deleted::get);
            owner.start(() -> {
                buckets.delete(KEY);
                deleted.set(true);
            });
            ofTask.start(() -> outcomes.add(
                    taskCopier(buckets, ofTask::step, true).replicate(new CopyTask(KEY, KEY, missing), FAR)));
            start(ofEvent, buckets, new Variant(true, false), outcomes);
            return new Scenario(List.of(owner, ofTask, ofEvent), () -> {
                assertThat(outcomes).hasSize(2);
                assertThat(buckets.inTarget(KEY)).isEmpty();
            });
        });

        assertThat(orders).isGreaterThan(40);
    }

    /** An attempt gets no answer to its PUT, and the object is deleted in both buckets before the PUT arrives. */
    @Test
    void whatATaskSentIsGoneAfterItsNextAttemptIfItArrivesAfterTheDeletion() {
        TwoBuckets buckets = new TwoBuckets();
        buckets.write(KEY, "first");
        Runnable noStep = () -> {};
        ObjectCopier withoutAnswer = new ObjectCopier(
                buckets.source(noStep), buckets.targetWithoutAnswer(noStep), options(true), NEVER_FULL);
        CopyResult first = withoutAnswer.replicate(task(true), FAR);
        buckets.delete(KEY);
        taskCopier(buckets, noStep, true).replicate(new CopyTask(KEY, KEY, MissingSource.DELETE), FAR);
        buckets.arrive(KEY);
        assertThat(buckets.inTarget(KEY)).hasValue("first");

        CopyResult next = taskCopier(buckets, noStep, true).replicate(task(true), FAR);

        assertThat(List.of(first, next)).allMatch(Outcome.Failed.class::isInstance);
        assertThat(buckets.inTarget(KEY)).isEmpty();
    }

    @Test
    void aTaskWhoseObjectIsNotThereDeletesNothingUnlessDeletionsAreReplicated() {
        TwoBuckets buckets = new TwoBuckets();
        buckets.write(KEY, "first");
        taskCopier(buckets, () -> {}, false).replicate(task(false), FAR);
        buckets.delete(KEY);

        assertThat(taskCopier(buckets, () -> {}, false).replicate(task(false), FAR))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(buckets.inTarget(KEY)).hasValue("first");
    }

    private static CopyTask task(boolean deletes) {
        return new CopyTask(KEY, KEY, deletes ? MissingSource.DELETE_AND_FAIL : MissingSource.FAIL);
    }

    private static ObjectCopier taskCopier(TwoBuckets buckets, Runnable step, boolean deletes) {
        return new ObjectCopier(buckets.source(step), buckets.target(step), options(deletes), NEVER_FULL);
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
                TwoBuckets buckets = new TwoBuckets();
                buckets.write(KEY, "first");
                List<CopyResult> outcomes = new ArrayList<>();
                AtomicBoolean written = new AtomicBoolean();
                AtomicBoolean gone = new AtomicBoolean();
                AtomicBoolean arrived = new AtomicBoolean();
                Actor owner = new Actor(() -> true);
                Actor early = new Actor(() -> true);
                Actor s3 = new Actor(gone::get);
                Actor redelivery = new Actor(() -> waits ? arrived.get() : gone.get());
                Actor late = new Actor(written::get);
                owner.start(() -> {
                    buckets.write(KEY, "second");
                    written.set(true);
                });
                early.start(() -> {
                    CopyResult outcome = new ObjectCopier(
                                    buckets.source(early::step),
                                    buckets.targetWithoutAnswer(early::step),
                                    options(false),
                                    NEVER_FULL)
                            .replicate(KEY, KEY, FAR);
                    assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    Outcome.Failed.class,
                                    failed -> assertThat(
                                                    failed.failure().cause().retryable())
                                            .isTrue());
                    gone.set(true);
                });
                s3.start(() -> {
                    buckets.arrive(KEY);
                    arrived.set(true);
                });
                start(redelivery, buckets, new Variant(false, false), outcomes);
                start(late, buckets, new Variant(false, false), outcomes);
                return new Scenario(List.of(owner, early, s3, redelivery, late), () -> {
                    assertThat(outcomes).hasSize(2).allMatch(Outcome.Copied.class::isInstance);
                    boolean newest = buckets.inTarget(KEY).equals(buckets.inSource(KEY));
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
        CopyOptions withTags = new CopyOptions(
                5 * PartPlan.MIB, 32 * PartPlan.MIB, 1, true, false, PACE, CopyLimit.NONE, Selection.ALL);
        int orders = Interleavings.all(() -> {
            TwoBuckets buckets = new TwoBuckets();
            buckets.write(KEY, "first");
            buckets.tag(KEY, "old");
            AtomicBoolean tagged = new AtomicBoolean();
            List<CopyResult> outcomes = new ArrayList<>();
            Actor owner = new Actor(() -> true);
            Actor early = new Actor(() -> true);
            Actor late = new Actor(tagged::get);
            owner.start(() -> {
                buckets.tag(KEY, "new");
                tagged.set(true);
            });
            for (Actor worker : List.of(early, late)) {
                ObjectCopier copy = new ObjectCopier(
                        buckets.source(worker::step), buckets.target(worker::step), withTags, NEVER_FULL);
                worker.start(() -> outcomes.add(copy.replicate(KEY, KEY, FAR)));
            }
            return new Scenario(List.of(owner, early, late), () -> {
                assertThat(outcomes).hasSize(2).allMatch(Outcome.Copied.class::isInstance);
                assertThat(buckets.tagsInTarget(KEY)).isEqualTo(buckets.tagsInSource(KEY));
            });
        });

        assertThat(orders).as("orders of all steps").isGreaterThan(500);
    }

    /** Where nothing is deleted from the target, nothing of it can be read, either: so what may be old is reported. */
    @Test
    void whatIsOverwrittenAndDeletedIsTheNewestContentOrReportedAsUnconfirmed() {
        AtomicInteger old = new AtomicInteger();
        int orders = Interleavings.all(() ->
                scenario(new Variant(false, false), List.of("second", ""), buckets -> outcomes -> {
                    boolean newest =
                            buckets.inTarget(KEY).filter("second"::equals).isPresent();
                    old.addAndGet(newest ? 0 : 1);
                    assertThat(newest || outcomes.stream().anyMatch(ConvergenceTest::reportsThatTheSourceIsGone))
                            .as("the target has %s, and is reported as %s", buckets.inTarget(KEY), outcomes)
                            .isTrue();
                }));

        assertThat(orders).as("orders of all steps").isGreaterThan(500);
        assertThat(old.get()).as("orders that leave older content").isPositive();
    }

    @Test
    void aPutThatArrivesAfterItsWorkerDiedIsFollowedByTheNewestContentWhenItsEventIsDeliveredAgain() {
        int orders = Interleavings.all(
                () -> scenario(new Variant(false, true), List.of("second"), ConvergenceTest::isTheSource));

        assertThat(orders).as("orders of all steps").isGreaterThan(500);
    }

    @Test
    void aPutThatArrivesAfterItsWorkerDiedIsDeletedAgainWhereDeletesAreReplicated() {
        int orders =
                Interleavings.all(() -> scenario(new Variant(true, true), List.of(""), ConvergenceTest::isTheSource));

        assertThat(orders).as("orders of all steps").isGreaterThan(100);
    }

    @Test
    void aPutThatArrivesAfterItsWorkerDiedAndItsSourceWasDeletedIsReportedAsGone() {
        int orders = Interleavings.all(() -> scenario(
                new Variant(false, true),
                List.of("second", ""),
                buckets -> outcomes -> assertThat(
                                buckets.inTarget(KEY).filter("second"::equals).isPresent()
                                        || outcomes.stream().anyMatch(ConvergenceTest::reportsThatTheSourceIsGone))
                        .as("the target has %s, and is reported as %s", buckets.inTarget(KEY), outcomes)
                        .isTrue()));

        assertThat(orders).as("orders of all steps").isGreaterThan(500);
    }

    private static boolean reportsThatTheSourceIsGone(CopyResult outcome) {
        return outcome instanceof Outcome.Unconfirmed || outcome instanceof Outcome.Gone;
    }

    private static Consumer<List<CopyResult>> isTheSource(TwoBuckets buckets) {
        return outcomes -> assertThat(buckets.inTarget(KEY)).isEqualTo(buckets.inSource(KEY));
    }

    /**
     * @param deletes whether deletes are replicated
     * @param dies whether the first worker dies when its write has been sent, and its event is delivered again
     */
    private record Variant(boolean deletes, boolean dies) {}

    /** A worker is gone: nothing of it goes on. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private static Scenario scenario(boolean deletes, List<String> writes) {
        return scenario(new Variant(deletes, false), writes, ConvergenceTest::isTheSource);
    }

    /**
     * One worker has the event of what is there at first; the other begins when the last content is written, with the
     * event of that. An empty content stands for a delete. The check is made when all have ended.
     */
    private static Scenario scenario(
            Variant variant, List<String> writes, Function<TwoBuckets, Consumer<List<CopyResult>>> check) {
        TwoBuckets buckets = new TwoBuckets();
        buckets.write(KEY, "first");
        AtomicInteger written = new AtomicInteger();
        AtomicBoolean dead = new AtomicBoolean();
        List<CopyResult> outcomes = new ArrayList<>();
        int last = variant.deletes()
                ? writes.size()
                : (int) writes.stream().filter(content -> !content.isEmpty()).count();

        Actor writer = new Actor(() -> true);
        Actor early = new Actor(() -> true);
        Actor late = new Actor(() -> written.get() >= last);
        List<Actor> actors = new ArrayList<>(List.of(writer, early, late));
        writer.start(() -> {
            for (String content : writes) {
                if (content.isEmpty()) {
                    buckets.delete(KEY);
                } else {
                    buckets.write(KEY, content);
                }
                if (written.incrementAndGet() < writes.size()) {
                    writer.step();
                }
            }
        });
        if (variant.dies()) {
            early.start(() -> {
                try {
                    outcomes.add(copy(buckets.sourceUntil(early::step, Death::new), buckets, early, variant)
                            .replicate(KEY, KEY, FAR));
                } catch (Death e) {
                    dead.set(true);
                }
            });
            Actor redelivery = new Actor(dead::get);
            actors.add(redelivery);
            start(redelivery, buckets, variant, outcomes);
        } else {
            start(early, buckets, variant, outcomes);
        }
        start(late, buckets, variant, outcomes);
        return new Scenario(actors, () -> {
            assertThat(outcomes).hasSize(2).noneMatch(Outcome.Failed.class::isInstance);
            check.apply(buckets).accept(outcomes);
        });
    }

    private static void start(Actor worker, TwoBuckets buckets, Variant variant, List<CopyResult> outcomes) {
        worker.start(() -> outcomes.add(
                copy(buckets.source(worker::step), buckets, worker, variant).replicate(KEY, KEY, FAR)));
    }

    private static ObjectCopier copy(S3Source source, TwoBuckets buckets, Actor worker, Variant variant) {
        return new ObjectCopier(source, buckets.target(worker::step), options(variant.deletes()), NEVER_FULL);
    }

    private static CopyOptions options(boolean deletes) {
        return new CopyOptions(
                5 * PartPlan.MIB, 32 * PartPlan.MIB, 1, false, deletes, PACE, CopyLimit.NONE, Selection.ALL);
    }
}
