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
    /** By which {@link #counts} has the states of executions that were entered. */
    public static final String STATES = "states";

    private final VirtualTime time;
    private final RandomGenerator random;
    private final Journal journal;
    private final S3Service s3;
    private final SqsService sqs = new SqsService();
    private final StsService sts;
    private Function<HttpCall, ServiceAnswer> stepFunctions =
            call -> ServiceAnswer.error(call, 400, "StateMachineDoesNotExist");
    private final Map<String, Integer> counts = new TreeMap<>();
    private Optional<RequestLimit> limit = Optional.empty();
    private final List<Consumer<HttpCall>> watchers = new ArrayList<>();
    private Consumer<HttpCall> answers = call -> {};
    private Weather weather = Weather.FINE;
    private long bytesPerSecond = 50L * 1024 * 1024;
    private Optional<HttpCall> handled = Optional.empty();

    public Cloud(VirtualTime time, RandomGenerator random, Journal journal) {
        this.time = time;
        this.random = random;
        this.journal = journal;
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

    public void stepFunctions(Function<HttpCall, ServiceAnswer> service) {
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

    /** S3 refuses requests that come too fast. */
    public void limitRequests() {
        limit = Optional.of(new RequestLimit(time));
    }

    public void enteredState() {
        counts.merge(STATES, 1, Integer::sum);
    }

    /** Called for each request, before it has an effect. */
    public void watch(Consumer<HttpCall> watcher) {
        watchers.add(watcher);
    }

    /** Called for each request whose answer has arrived at a process that lives. */
    public void watchAnswers(Consumer<HttpCall> watcher) {
        answers = watcher;
    }

    void answered(HttpCall call) {
        answers.accept(call);
    }

    void received(HttpCall call) {
        counts.merge((call.operation() + " " + call.bucket()).strip(), 1, Integer::sum);
        List.copyOf(watchers).forEach(watcher -> watcher.accept(call));
    }

    /** The request that has an effect just now. */
    public Optional<HttpCall> handled() {
        return handled;
    }

    ServiceAnswer handle(HttpCall call) {
        handled = Optional.of(call);
        try {
            return answer(call);
        } finally {
            handled = Optional.empty();
        }
    }

    private ServiceAnswer answer(HttpCall call) {
        if (limit.filter(set -> set.refuses(call)).isPresent()) {
            return ServiceAnswer.error(call, 503, "SlowDown");
        }
        if (sts.isExpired(call)) {
            return ServiceAnswer.error(call, 400, "ExpiredToken");
        }
        return switch (call.service()) {
            case S3 -> s3.handle(call);
            case SQS -> sqs.handle(call);
            case STS -> sts.handle(call);
            case STATES -> stepFunctions.apply(call);
        };
    }
}
