package org.allowput.bench.copy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
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
 * @param network bytes that the loopback interface carried, in both directions, with TLS and headers; 0 where no file
 *     tells them
 * @param allocated on a Java heap, in bytes; 0 for a program that is not in Java
 * @param requests for the workload's objects, as the server has logged them
 */
public record Measurement(double wall, double cpu, long resident, long network, long allocated, long requests) {
    /** What the last line of a Java program begins with. */
    static final String ALLOCATED = "allocated ";

    private static final Path NETWORK = Path.of("/sys/class/net/lo/statistics/rx_bytes");

    /** Without what was spent before. */
    Measurement minus(Measurement before) {
        return new Measurement(
                wall - before.wall,
                cpu - before.cpu,
                resident,
                network - before.network,
                allocated - before.allocated,
                requests - before.requests);
    }

    Measurement withRequests(long logged) {
        return new Measurement(wall, cpu, resident, network, allocated, logged);
    }

    /** What the loopback interface has carried since this computer was started. */
    static long networkUntilNow() throws IOException {
        return Files.exists(NETWORK) ? Long.parseLong(Files.readString(NETWORK).strip()) : 0;
    }

    /** What this process has allocated since it was started. */
    static long allocatedUntilNow() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    /** Prints it, as the last line of the output, which {@link MeasuredProcess} reads. */
    static void printAllocated() {
        System.out.println(ALLOCATED + allocatedUntilNow());
    }

    /**
     * Writes down what this process has spent since it was started, as far as it knows itself; no memory.
     *
     * @param network what the loopback interface had carried when it was started
     */
    static void writeUntilNow(Path file, long network) throws IOException {
        ProcessHandle.Info info = ProcessHandle.current().info();
        Duration wall = Duration.between(info.startInstant().orElseThrow(), Instant.now());
        Duration cpu = info.totalCpuDuration().orElseThrow();
        String spent = wall.toMillis() / 1e3 + " " + cpu.toMillis() / 1e3 + " ";
        Files.writeString(file, spent + (networkUntilNow() - network) + " " + allocatedUntilNow());
    }

    static Measurement read(Path file) {
        try {
            String[] numbers = Files.readString(file).split(" ", -1);
            return new Measurement(
                    Double.parseDouble(numbers[0]),
                    Double.parseDouble(numbers[1]),
                    0,
                    Long.parseLong(numbers[2]),
                    Long.parseLong(numbers[3]),
                    0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
