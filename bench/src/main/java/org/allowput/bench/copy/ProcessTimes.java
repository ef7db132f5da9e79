package org.allowput.bench.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * What a process has spent since it was started, as far as it knows itself.
 *
 * @param wall seconds
 * @param cpu seconds of processor time
 */
record ProcessTimes(double wall, double cpu) {
    static ProcessTimes now() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        Duration wall = Duration.between(info.startInstant().orElseThrow(), Instant.now());
        Duration cpu = info.totalCpuDuration().orElseThrow();
        return new ProcessTimes(wall.toMillis() / 1e3, cpu.toMillis() / 1e3);
    }

    void write(Path file) throws IOException {
        Files.writeString(file, wall + " " + cpu);
    }

    static ProcessTimes read(Path file) {
        try {
            String[] numbers = Files.readString(file).split(" ", -1);
            return new ProcessTimes(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
