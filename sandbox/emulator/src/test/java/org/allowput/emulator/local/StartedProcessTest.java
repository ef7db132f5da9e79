package org.allowput.emulator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

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
        StartedProcess recycled = new StartedProcess(
                process.pid(), StartedProcess.of(ProcessHandle.current()).start());
        assertThat(recycled.isRunning()).isFalse();

        recycled.stop();

        assertThat(process.isAlive()).isTrue();
    }

    /** The JDK's instant of the start moves with the clock: what is recorded is what the kernel counts. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void isKnownByTheTicksSinceTheBoot() throws IOException {
        String recorded = StartedProcess.of(process.toHandle()).start();

        assertThat(recorded)
                .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                                .strip()
                        + " "
                        + Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
                                .replaceFirst("(?s).*\\) (?:\\S+ ){19}(\\d+) .*", "$1"));
    }

    @Test
    void oneThatEndedBeforeItWasRecordedIsNotRunning() throws InterruptedException {
        process.destroyForcibly().waitFor();

        assertThat(StartedProcess.of(process.toHandle()).isRunning()).isFalse();
    }
}
