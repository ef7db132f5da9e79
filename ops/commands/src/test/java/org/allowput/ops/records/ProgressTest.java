package org.allowput.ops.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter out = new StringWriter();
    private final AtomicLong clock = new AtomicLong(Duration.ofHours(1).toNanos());

    @Test
    void everyTenSecondsTheNumberAndTheSpeedSinceTheBeginningArePrinted() {
        Progress progress = new Progress(new PrintWriter(new BufferedWriter(out)), "objects read", clock::get);
        for (int number = 0; number < 2999; number++) {
            progress.count();
        }
        clock.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        progress.count();
        assertThat(out.toString()).isEmpty();

        clock.addAndGet(1);
        progress.count();
        progress.count();
        assertThat(out.toString()).isEqualTo("%,d objects read, 300 per second%n".formatted(3001));

        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        progress.count();
        assertThat(out.toString()).endsWith("%,d objects read, 150 per second%n".formatted(3003));
    }
}
