package org.allowput.bench.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * What a program took.
 *
 * @param wall seconds from its start to its end
 * @param cpu seconds of processor time, its own and the kernel's on its behalf
 * @param resident the most memory that it had resident, in MiB
 * @param requests for the workload's objects, as the server has logged them
 */
public record Measurement(double wall, double cpu, long resident, long requests) {
    /** Without what was spent before. */
    Measurement minus(Measurement before) {
        return new Measurement(wall - before.wall, cpu - before.cpu, resident, requests);
    }

    Measurement withRequests(long logged) {
        return new Measurement(wall, cpu, resident, logged);
    }

    /** Writes down what this process has spent since it was started; no memory. */
    static void writeUntilNow(Path file) throws IOException {
        ProcessHandle.Info info = ProcessHandle.current().info();
        Duration wall = Duration.between(info.startInstant().orElseThrow(), Instant.now());
        Duration cpu = info.totalCpuDuration().orElseThrow();
        Files.writeString(file, wall.toMillis() / 1e3 + " " + cpu.toMillis() / 1e3);
    }

    static Measurement read(Path file) {
        try {
            String[] numbers = Files.readString(file).split(" ", -1);
            return new Measurement(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]), 0, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
