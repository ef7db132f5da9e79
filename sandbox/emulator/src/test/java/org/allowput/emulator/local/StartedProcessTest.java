package org.allowput.emulator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartedProcessTest {
    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder("sleep", "300").start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void isStoppedByItsRecordAlone() {
        StartedProcess record = StartedProcess.of(process.toHandle());
        assertThat(record.isRunning()).isTrue();

        record.stop();

        assertThat(process.isAlive()).isFalse();
        assertThat(record.isRunning()).isFalse();
    }

    @Test
    void anotherProgramThatGotTheSameIdLaterIsLeftAlone() {
        StartedProcess real = StartedProcess.of(process.toHandle());
        StartedProcess recycled = new StartedProcess(real.pid(), real.startedMillis() - 60_000);
        assertThat(recycled.isRunning()).isFalse();

        recycled.stop();

        assertThat(process.isAlive()).isTrue();
    }
}
