package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.allowput.lambda.failure.Failure.Cause;
import org.junit.jupiter.api.Test;

class ExpectedThroughputTest {
    private static final ExpectedThroughput PACE = new ExpectedThroughput(100, Duration.ofSeconds(890));

    @Test
    void whatFitsIntoTheTimeLeftIsBegun() {
        assertThat(PACE.refusalOf(1_000, () -> Duration.ofSeconds(10))).isEmpty();
        assertThat(PACE.refusalOf(0, () -> Duration.ZERO)).isEmpty();
    }

    @Test
    void whatNeedsMoreThanTheTimeLeftIsHandedBack() {
        assertThat(PACE.refusalOf(1_100, () -> Duration.ofSeconds(10))).hasValueSatisfying(failure -> {
            assertThat(failure.cause()).isEqualTo(Cause.OUT_OF_TIME);
            assertThat(failure.reason()).contains("about 11 s", "10 s are left");
        });
    }

    @Test
    void whatNeedsMoreThanTheLargestTimeoutFailsForGoodAndTellsTheSizeThatFits() {
        assertThat(PACE.refusalOf(89_001, () -> Duration.ofDays(1))).hasValueSatisfying(failure -> {
            assertThat(failure.cause()).isEqualTo(Cause.PERMANENT);
            assertThat(failure.reason()).contains("89001 bytes", "890 s", "enough for 89000 bytes");
        });
    }
}
