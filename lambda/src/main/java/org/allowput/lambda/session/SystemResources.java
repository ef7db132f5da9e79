package org.allowput.lambda.session;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The time, randomness and threads of an execution environment.
 *
 * @param nanoTime the time in nanoseconds, from any origin
 * @param random must differ between environments that were restored from one snapshot
 * @param timers end requests that take too long; if absent, the SDK's own
 */
public record SystemResources(
        InstantSource clock,
        LongSupplier nanoTime,
        RandomGenerator random,
        Supplier<ExecutorService> threads,
        Optional<ScheduledExecutorService> timers) {
    /** With SecureRandom: any other generator would be in the same state in all restored environments. */
    public static SystemResources ofProcess() {
        return new SystemResources(
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom(),
                Executors::newVirtualThreadPerTaskExecutor,
                Optional.empty());
    }
}
