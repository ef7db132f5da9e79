package org.allowput.lambda.priming;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.allowput.lambda.loopback.LoopbackServices;
import org.junit.jupiter.api.Test;

/** Priming ends by what was done. A round's length is that of a machine; the goal knows the compilers' share of it. */
class PrimingGoalTest {
    private Duration time = Duration.ZERO;
    private Duration compilation = Duration.ZERO;
    private final PrimingGoal goal =
            new PrimingGoal(PrimingGoal.ROUNDS, () -> compilation.toMillis(), () -> time.toNanos());

    @Test
    void eachKindIsCopiedAFixedNumberOfTimesHoweverIdleTheCompilersAre() {
        for (int ended = 1; ended < PrimingGoal.ROUNDS; ended++) {
            assertThat(isReachedAfter(ended, Duration.ofSeconds(60), Duration.ZERO))
                    .isFalse();
        }
        assertThat(isReachedAfter(PrimingGoal.ROUNDS, Duration.ofSeconds(60), Duration.ZERO))
                .isTrue();
    }

    @Test
    void whileTheCompilersAreAtWorkPrimingGoesOn() {
        assertThat(isReachedAfter(100, Duration.ofSeconds(10), Duration.ofSeconds(9)))
                .isFalse();
        assertThat(isReachedAfter(101, Duration.ofSeconds(4), Duration.ofSeconds(1)))
                .isFalse();
        assertThat(isReachedAfter(102, Duration.ofSeconds(4), Duration.ofMillis(999)))
                .isTrue();
    }

    @Test
    void aMachineThatIsTenTimesAsSlowEndsAfterTheSameRound() {
        assertThat(isReachedAfter(100, Duration.ofSeconds(100), Duration.ofSeconds(90)))
                .isFalse();
        assertThat(isReachedAfter(101, Duration.ofSeconds(40), Duration.ofSeconds(10)))
                .isFalse();
        assertThat(isReachedAfter(102, Duration.ofSeconds(40), Duration.ofMillis(9_990)))
                .isTrue();
    }

    /** With ten small objects in a batch; a few large ones besides. */
    @Test
    void thePagesSayHowManyObjectsThatAre() throws IOException {
        String copies = String.format(
                Locale.ROOT, "%,d", PrimingGoal.ROUNDS * Priming.BATCHES_PER_ROUND * LoopbackServices.smallObjects());
        Path docs = Path.of("..", "docs");

        assertThat(Files.readString(docs.resolve("benchmarks.md"))).contains(copies + " objects of ten kinds");
        assertThat(Files.readString(docs.resolve("architecture.md"))).contains("[" + copies + " copies]");
    }

    private boolean isReachedAfter(int ended, Duration round, Duration compiling) {
        time = time.plus(round);
        compilation = compilation.plus(compiling);
        return goal.isReachedAfter(ended);
    }
}
