package org.allowput.sandbox.soak;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The function's runtime environments: the JVMs that this one has started since this object was made, which is to be
 * before the Lambda host starts. Those from before belong to other tests.
 */
final class Environments {
    private final Set<ProcessHandle> others = Set.copyOf(java());
    private final Random random;
    private final AtomicInteger killed = new AtomicInteger();

    Environments(long seed) {
        this.random = new Random(seed);
    }

    /** Kills one of them with SIGKILL, at any point of its work. */
    synchronized void killOne() {
        List<ProcessHandle> running = running();
        if (!running.isEmpty()) {
            kill(running.get(random.nextInt(running.size())));
        }
    }

    /** Kills the one that was started first. */
    synchronized void killOldest() {
        running().stream()
                .min(Comparator.comparing(
                        process -> process.info().startInstant().orElse(Instant.MAX)))
                .ifPresent(this::kill);
    }

    synchronized void killAll() {
        running().forEach(this::kill);
    }

    int killed() {
        return killed.get();
    }

    private void kill(ProcessHandle environment) {
        if (environment.destroyForcibly()) {
            killed.incrementAndGet();
        }
    }

    private List<ProcessHandle> running() {
        return java().stream().filter(process -> !others.contains(process)).toList();
    }

    private static List<ProcessHandle> java() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .command()
                        .filter(command -> command.endsWith("/java"))
                        .isPresent())
                .sorted(Comparator.comparing(ProcessHandle::pid))
                .toList();
    }
}
