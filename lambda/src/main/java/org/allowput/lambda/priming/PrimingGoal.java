package org.allowput.lambda.priming;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The goal of priming is reached after {@value #ROUNDS} rounds, and then with the first round in which the compilers
 * worked for less than a quarter of the time.
 *
 * <p>Neither depends on the machine's speed. The number of rounds is how often a method must be called until the JVM
 * compiles it. The compilers work beside the copies, and longer than these where they have to share a processor with
 * them: code that they have not compiled before the snapshot they compile after each restore. Their share of the time
 * falls from nine tenths to below a quarter, and stays there, as some code is compiled again for as long as the JVM
 * runs.
 */
final class PrimingGoal {
    /** With 1,000 small objects each, of ten kinds, and two in parts. */
    static final int ROUNDS = 15;

    private static final int IDLE_BELOW_ONE_IN = 4;

    private final int rounds;
    private final LongSupplier compilationMillis;
    private final LongSupplier nanoTime;
    private long begin;
    private long compiledAtBegin;

    /**
     * The first round begins now.
     *
     * @param rounds the least number of rounds
     * @param compilationMillis how long the compilers have worked so far, in milliseconds
     * @param nanoTime as {@link System#nanoTime}
     */
    PrimingGoal(int rounds, LongSupplier compilationMillis, LongSupplier nanoTime) {
        this.rounds = rounds;
        this.compilationMillis = compilationMillis;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
        this.compiledAtBegin = compilationMillis.getAsLong();
    }

    static PrimingGoal ofThisProcess() {
        return new PrimingGoal(ROUNDS, PrimingGoal::compilationMillis, System::nanoTime);
    }

    /** Returns 0 in a JVM that has no compiler, or does not measure it: then the number of rounds decides alone. */
    private static long compilationMillis() {
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        return compilers != null && compilers.isCompilationTimeMonitoringSupported()
                ? compilers.getTotalCompilationTime()
                : 0;
    }

    /**
     * Looks at the round that has just ended, and begins the next one.
     *
     * @param ended how many rounds have ended
     */
    boolean isReachedAfter(int ended) {
        long now = nanoTime.getAsLong();
        long compiled = compilationMillis.getAsLong();
        long worked = TimeUnit.MILLISECONDS.toNanos(compiled - compiledAtBegin);
        boolean areIdle = worked * IDLE_BELOW_ONE_IN < now - begin;
        begin = now;
        compiledAtBegin = compiled;
        return ended >= rounds && areIdle;
    }
}
