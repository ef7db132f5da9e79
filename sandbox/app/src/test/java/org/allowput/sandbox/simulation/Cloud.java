package org.allowput.sandbox.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class Cloud {
    /** By which {@link #counts} has the states of executions that were entered. */
    static final String STATES = "states";

    private static final String TOKEN = "role-until-";
    private static final Pattern SESSION_NAME = Pattern.compile("RoleSessionName=([^&]*)");

    final VirtualTime time;
    final RandomGenerator random;
    final Journal journal;
    final Setup setup;
    final S3Service s3;
    final SqsService sqs = new SqsService();
    final LateEffects lateEffects;
    final SimulatedMetrics metrics = new SimulatedMetrics();
    private Function<HttpCall, ServiceAnswer> stepFunctions =
            call -> ServiceAnswer.error(call, 400, "StateMachineDoesNotExist");
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Optional<RequestLimit> limit;
    private final List<Consumer<HttpCall>> watchers = new ArrayList<>();
    private Optional<Storm> storm = Optional.empty();
    private Optional<HttpCall> handled = Optional.empty();

    Cloud(VirtualTime time, RandomGenerator random, Journal journal, Setup setup) {
        this.time = time;
        this.random = random;
        this.journal = journal;
        this.setup = setup;
        this.limit = setup.limited() ? Optional.of(new RequestLimit(time)) : Optional.empty();
        this.s3 = new S3Service(time);
        this.lateEffects = new LateEffects(time);
    }

    void stepFunctions(Function<HttpCall, ServiceAnswer> service) {
        stepFunctions = service;
    }

    Optional<Storm> storm() {
        return storm;
    }

    void begin(Storm faults) {
        storm = Optional.of(faults);
    }

    /** How many requests of an operation were sent, by "OPERATION bucket". */
    Map<String, Integer> counts() {
        return counts;
    }

    /** From one to some milliseconds. */
    Duration latency() {
        return Duration.ofMillis(random.nextLong(1, 40));
    }

    void enteredState() {
        counts.merge(STATES, 1, Integer::sum);
    }

    /** Called for each request, before it has an effect. */
    void watch(Consumer<HttpCall> watcher) {
        watchers.add(watcher);
    }

    void received(HttpCall call) {
        counts.merge((call.operation() + " " + call.bucket()).strip(), 1, Integer::sum);
        List.copyOf(watchers).forEach(watcher -> watcher.accept(call));
    }

    /** The request that has an effect just now. */
    Optional<HttpCall> handled() {
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
        if (isExpired(call)) {
            return ServiceAnswer.error(call, 400, "ExpiredToken");
        }
        return switch (call.service()) {
            case S3 -> s3.handle(call);
            case SQS -> sqs.handle(call);
            case STS -> session(call);
            case STATES -> stepFunctions.apply(call);
        };
    }

    /** The sessions of the target account's role: their credentials end after an hour. */
    private ServiceAnswer session(HttpCall call) {
        if (call.operation().equals("GetCallerIdentity")) {
            return ServiceAnswer.xml(
                    200,
                    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::222222222222:assumed-role/f/f"
                        + "</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>");
        }
        Instant until =
                Instant.ofEpochSecond(time.instant().plus(Duration.ofHours(1)).getEpochSecond());
        return ServiceAnswer.xml(
                200,
                "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE</AccessKeyId>"
                        + "<SecretAccessKey>secret</SecretAccessKey><SessionToken>" + TOKEN
                        + until.getEpochSecond() + ":" + sessionName(call) + "</SessionToken><Expiration>" + until
                        + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>");
    }

    private static String sessionName(HttpCall call) {
        Matcher name = SESSION_NAME.matcher(new String(call.body(), UTF_8));
        return name.find() ? URLDecoder.decode(name.group(1), UTF_8) : "";
    }

    private boolean isExpired(HttpCall call) {
        return call.token().startsWith(TOKEN)
                && Long.parseLong(call.token().substring(TOKEN.length()).replaceFirst(":.*", ""))
                        < time.instant().getEpochSecond();
    }

    /** Who makes the request that has an effect just now, as S3 says it in an event: the owner, if nobody does. */
    String principal() {
        return handled.map(HttpCall::token)
                .filter(token -> token.startsWith(TOKEN))
                .map(token -> "AWS:AROAEXAMPLE:" + token.replaceFirst("^[^:]*:", ""))
                .orElse("AWS:AIDAEXAMPLE");
    }

    /**
     * S3's limit of requests for one prefix, scaled down to a 3,500th as the number of objects is: what comes sooner is
     * answered by 503 SlowDown.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html">Request
     *     rates</a>: 3,500 writes and 5,500 reads per second and prefix
     */
    private static final class RequestLimit {
        private static final Set<String> READS = Set.of("GetObject", "GetObjectTagging", "HeadObject");
        private static final int WRITES_PER_SECOND = 1;
        private static final int READS_PER_SECOND = 2;

        private final VirtualTime time;
        private final Map<String, Integer> served = new HashMap<>();
        private long second = -1;

        RequestLimit(VirtualTime time) {
            this.time = time;
        }

        /** Whether a request comes too soon; it counts if it does not. */
        boolean refuses(HttpCall call) {
            // An operator's requests have no token, and come when nothing else does.
            if (call.service() != HttpCall.Service.S3 || call.token().isEmpty()) {
                return false;
            }
            if (time.instant().getEpochSecond() != second) {
                second = time.instant().getEpochSecond();
                served.clear();
            }
            boolean reads = READS.contains(call.operation());
            int most = reads ? READS_PER_SECOND : WRITES_PER_SECOND;
            // A receipt's second folder is that which spreads them.
            String prefix = call.bucket() + "/" + call.key().replaceFirst("^((receipts/)?[^/]*).*", "$1") + reads;
            if (served.getOrDefault(prefix, 0) >= most) {
                return true;
            }
            served.merge(prefix, 1, Integer::sum);
            return false;
        }
    }
}
