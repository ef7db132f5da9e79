package org.allowput.sandbox.simulation.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.allowput.sandbox.simulation.Journal;
import org.allowput.sandbox.simulation.time.VirtualTime;

/** The services of both accounts. */
public final class Cloud {
    private final VirtualTime time;
    private final RandomGenerator random;
    private final Journal journal;
    private final S3Service s3;
    private final SqsService sqs = new SqsService();
    private final StsService sts;
    private Function<HttpCall, Answer> stepFunctions = call -> Answer.error(call, 400, "StateMachineDoesNotExist");
    private final Map<String, Integer> counts = new TreeMap<>();
    private final String targetBucket;
    private final List<Consumer<HttpCall>> watchers = new ArrayList<>();
    private Weather weather = Weather.FINE;
    private boolean aborts = true;
    private long bytesPerSecond = 50L * 1024 * 1024;

    public Cloud(VirtualTime time, RandomGenerator random, Journal journal, String targetBucket) {
        this.time = time;
        this.random = random;
        this.journal = journal;
        this.targetBucket = targetBucket;
        this.s3 = new S3Service(time);
        this.sts = new StsService(time);
    }

    public VirtualTime time() {
        return time;
    }

    public RandomGenerator random() {
        return random;
    }

    public Journal journal() {
        return journal;
    }

    public S3Service s3() {
        return s3;
    }

    public SqsService sqs() {
        return sqs;
    }

    public void stepFunctions(Function<HttpCall, Answer> service) {
        stepFunctions = service;
    }

    public Weather weather() {
        return weather;
    }

    public void weather(Weather now) {
        weather = now;
    }

    /** How many requests of an operation were sent, by "OPERATION bucket". */
    public Map<String, Integer> counts() {
        return counts;
    }

    /** From one to some milliseconds. */
    Duration latency() {
        return Duration.ofMillis(random.nextLong(1, 40));
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** How fast one connection is. */
    public void bytesPerSecond(long now) {
        bytesPerSecond = now;
    }

    /** Whether the target account permits to give uploads up. */
    public void aborts(boolean permitted) {
        aborts = permitted;
    }

    /** Called for each request, before it has an effect. */
    public void watch(Consumer<HttpCall> watcher) {
        watchers.add(watcher);
    }

    void received(HttpCall call) {
        counts.merge((call.operation() + " " + call.bucket()).strip(), 1, Integer::sum);
        List.copyOf(watchers).forEach(watcher -> watcher.accept(call));
    }

    Answer handle(HttpCall call) {
        return switch (call.service()) {
            case S3 -> refusal(call).orElseGet(() -> s3.handle(call));
            case SQS -> sqs.handle(call);
            case STS -> sts.handle(call);
            case STATES -> stepFunctions.apply(call);
        };
    }

    private Optional<Answer> refusal(HttpCall call) {
        if (call.operation().equals("AbortMultipartUpload") && !aborts) {
            return Optional.of(Answer.error(call, 403, "AccessDenied"));
        }
        if (sts.isExpired(call)) {
            return Optional.of(Answer.error(call, 400, "ExpiredToken"));
        }
        return sts.isRole(call) == call.bucket().equals(targetBucket)
                ? Optional.empty()
                : Optional.of(Answer.error(call, 403, "AccessDenied"));
    }
}
