package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.allowput.lambda.copy.Interleavings.Actor;
import org.allowput.lambda.copy.Interleavings.Scenario;
import org.allowput.lambda.failure.Failure;
import org.junit.jupiter.api.Test;

/** Two workers on one key, in every order of their requests and of the writes that they race with. */
class ConvergenceTest {
    private static final String KEY = "key";
    private static final Deadline FAR = () -> Duration.ofHours(1);

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
    void whatMustExistIsNeverDeletedInTheTargetAndFailsOnlyIfItIsNotThere() {
        for (boolean deletes : List.of(false, true)) {
            int orders = Interleavings.all(() -> {
                TwoBuckets buckets = new TwoBuckets();
                buckets.write(KEY, "first");
                Actor writer = new Actor(() -> true);
                Actor worker = new Actor(() -> true);
                List<Outcome> outcomes = new ArrayList<>();
                writer.start(() -> buckets.delete(KEY));
                ObjectCopier copy =
                        new ObjectCopier(buckets.source(worker::step), buckets.target(worker::step), options(deletes));
                worker.start(() -> outcomes.add(copy.replicate(KEY, KEY, MissingSource.FAIL, FAR)));
                return new Scenario(List.of(writer, worker), () -> {
                    assertThat(outcomes).hasSize(1);
                    if (outcomes.getFirst() instanceof Outcome.Failed(Failure failure)) {
                        assertThat(failure.cause()).isEqualTo(Failure.Cause.PERMANENT);
                        assertThat(buckets.inTarget(KEY)).isEmpty();
                    } else {
                        assertThat(buckets.inTarget(KEY)).hasValue("first");
                    }
                });
            });
            assertThat(orders).isGreaterThan(2);
        }
    }

    /**
     * One worker has the event of what is there at first; the other begins when all writes are done, with the event of
     * the last. An empty content stands for a delete.
     */
    private static Scenario scenario(boolean deletes, List<String> writes) {
        TwoBuckets buckets = new TwoBuckets();
        buckets.write(KEY, "first");
        AtomicInteger written = new AtomicInteger();
        List<Outcome> outcomes = new ArrayList<>();

        Actor writer = new Actor(() -> true);
        Actor early = new Actor(() -> true);
        Actor late = new Actor(() -> written.get() == writes.size());
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
        for (Actor worker : List.of(early, late)) {
            ObjectCopier copy =
                    new ObjectCopier(buckets.source(worker::step), buckets.target(worker::step), options(deletes));
            worker.start(() -> outcomes.add(copy.replicate(KEY, KEY, FAR)));
        }
        return new Scenario(List.of(writer, early, late), () -> {
            assertThat(outcomes).hasSize(2).noneMatch(Outcome.Failed.class::isInstance);
            assertThat(buckets.inTarget(KEY)).isEqualTo(buckets.inSource(KEY));
        });
    }

    private static CopyOptions options(boolean deletes) {
        return new CopyOptions(5 * PartPlan.MIB, 1, false, deletes, new ExpectedThroughput(1, Duration.ofDays(1)));
    }
}
