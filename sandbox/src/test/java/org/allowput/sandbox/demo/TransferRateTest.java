package org.allowput.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TransferRateTest {
    private final AtomicLong time = new AtomicLong();
    private final TransferRate rate = new TransferRate(time::get);

    @Test
    void bytesAreShownWithTheirAverageRate() {
        pass(Duration.ofSeconds(2));
        rate.add(3L << 20);
        pass(Duration.ofSeconds(1));
        rate.add(3L << 20);

        assertThat(rate).hasToString("6 MiB, 2 MiB/s");
    }

    @Test
    void whileNothingIsTransferredTheRateStays() {
        pass(Duration.ofSeconds(2));
        rate.total(1L << 30);
        pass(Duration.ofMinutes(5));
        rate.total(1L << 30);

        assertThat(rate).hasToString("1 GiB, 512 MiB/s");
    }

    @Test
    void beforeAnythingIsTransferredThereIsNoRate() {
        pass(Duration.ofSeconds(2));

        assertThat(rate).hasToString("0 bytes");
    }

    private void pass(Duration duration) {
        time.addAndGet(duration.toNanos());
    }
}
