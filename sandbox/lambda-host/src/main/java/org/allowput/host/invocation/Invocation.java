package org.allowput.host.invocation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One event on its way through the function.
 *
 * @param id the request id
 * @param functionArn the ARN that was invoked
 * @param event the payload
 * @param traceId the X-Ray header
 * @param callerDeadline when the caller gives up; without one, the function's timeout counts from the moment an
 *     environment takes the invocation, as on AWS
 * @param answer how it ends; completed once
 */
public record Invocation(
        String id,
        String functionArn,
        String event,
        String traceId,
        Optional<Instant> callerDeadline,
        CompletableFuture<InvocationResult> answer) {
    /** How long the emulator gets to notice a timeout by itself, and to report it in its own words. */
    private static final Duration EMULATOR_NOTICES = Duration.ofMillis(250);

    /** An invocation whose caller counts the function's timeout itself: the emulator. */
    public static Invocation until(
            Instant deadline, String id, String functionArn, String event, Optional<String> traceId) {
        String trace = traceId.orElseGet(Invocation::newTraceId);
        return new Invocation(id, functionArn, event, trace, Optional.of(deadline), new CompletableFuture<>());
    }

    /** An invocation whose caller waits for however long the function may take. */
    public static Invocation direct(String functionArn, String event) {
        String id = UUID.randomUUID().toString();
        return new Invocation(id, functionArn, event, newTraceId(), Optional.empty(), new CompletableFuture<>());
    }

    /** When the environment that takes this at {@code start} is killed. */
    public Instant deadline(Instant start, Duration timeout) {
        return callerDeadline.orElseGet(() -> start.plus(timeout));
    }

    /** How much later than the deadline a timeout is answered. */
    public Duration timeoutAnswerDelay() {
        return callerDeadline.isPresent() ? EMULATOR_NOTICES : Duration.ZERO;
    }

    private static String newTraceId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(
                "Root=1-%08x-%016x%08x;Parent=%016x;Sampled=0",
                Instant.now().getEpochSecond(), random.nextLong(), random.nextInt(), random.nextLong());
    }
}
