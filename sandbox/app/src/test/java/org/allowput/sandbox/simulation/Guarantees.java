package org.allowput.sandbox.simulation;

import com.fasterxml.jackson.jr.ob.JSON;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionMetric;
import org.allowput.contract.LogField;
import org.allowput.contract.MetricDimensions;
import org.allowput.contract.selection.RequiredTag.TagDecision;
import org.allowput.emulator.local.Unchecked;
import org.allowput.ops.queue.DeadLetter;

/** Watches both buckets, the queues and the log, and says which promise of docs/guarantees.md is broken. */
final class Guarantees extends Participant {
    private static final Set<String> ENDS =
            Set.of("copied", "unconfirmed", "existing", "deleted", "gone", "waiting", "refused");

    /** Longer than what single faults and the death of a worker cost. */
    private static final Duration LONGEST_BESIDE_BAD = Duration.ofMinutes(30);

    private static final Duration LATE = Duration.ofHours(1);

    private final Map<String, Set<String>> contents = new HashMap<>();
    private final Map<String, Long> lastCreated = new TreeMap<>();
    private final Map<String, Long> lastEnd = new HashMap<>();
    private final Map<String, Set<String>> copies = new HashMap<>();
    private final Set<String> everRemoved = new HashSet<>();
    private final Set<String> removedCleared = new HashSet<>();
    private final Set<String> dropped = new HashSet<>();
    private final ClearedCopies cleared;
    private final DeliveredReceipts deliveries;
    private final CopiesWithoutSource withoutSource;
    private final MetricSums metrics = new MetricSums();
    private final Map<Promise, Runnable> actions = new EnumMap<>(Promise.class);
    private boolean changed;
    private final List<Broken> broken = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();

    Guarantees(Cloud cloud, SimulatedBucket source, SimulatedBucket target) {
        super(cloud);
        this.cleared = new ClearedCopies(cloud);
        this.withoutSource = new CopiesWithoutSource(cloud);
        this.deliveries = new DeliveredReceipts(cloud, this, source, target);
    }

    DeliveredReceipts deliveries() {
        return deliveries;
    }

    MetricSums metrics() {
        return metrics;
    }

    record Broken(Promise promise, String what) {
        @Override
        public String toString() {
            return promise + ": " + what;
        }
    }

    /** A change of an object whose copy ended more than {@link #LATE} later, by the time since the run began. */
    record Late(String key, Duration changed, Duration ended) {}

    List<Late> late() {
        return late;
    }

    List<Broken> broken() {
        return broken;
    }

    void whenBroken(Promise promise, Runnable action) {
        actions.put(promise, action);
    }

    void breaks(Promise promise, String what) {
        actions.getOrDefault(promise, () -> {}).run();
        broken.add(new Broken(promise, what));
        journal.write("BROKEN", promise + ": " + what);
    }

    void sourceChanged(SimulatedBucket.Change change) {
        changed = true;
        if (DeliveredReceipts.isOne(change.key())) {
            return;
        }
        SimulatedObject now = change.now();
        SimulatedObject before = change.before();
        if (now == null) {
            everRemoved.add(change.key());
            withoutSource.removed(change);
            if (before != null && setup.clears(before)) {
                removedCleared.add(change.key());
            }
        } else {
            cleared.see(now);
            // An object that is deleted and then created again is one that is replaced.
            removedCleared.remove(change.key());
            contents.computeIfAbsent(change.key(), key -> new HashSet<>()).add(now.fingerprint());
            lastCreated.put(change.key(), time.nanoTime());
        }
    }

    /** No torn object, no deletion of the wrong object, no overwrite of what is written once. */
    void targetChanged(SimulatedBucket.Change change) {
        if (change.expired()) {
            return;
        }
        changed = true;
        SimulatedObject now = change.now();
        if (DeliveredReceipts.isOne(change.key())) {
            deliveries.changed(change);
            return;
        }
        if (now == null) {
            if (change.before() != null && !mayBeDeleted(change.key())) {
                breaks(Promise.NOTHING_ELSE_DELETED, change.key() + " was deleted in the target, not in the source");
            }
            return;
        }
        withoutSource.put(change.key());
        copies.computeIfAbsent(change.key(), key -> new HashSet<>()).add(now.fingerprint());
        if (setup.delivers()) {
            deliveries.copied(now);
        }
        if (!contents.getOrDefault(change.key(), Set.of()).contains(now.fingerprint())) {
            breaks(
                    setup.bitErrors() ? Promise.NO_CHANGED_BIT : Promise.NOT_TORN,
                    change.key() + " got a content that the source never had");
        } else if (setup.requiresTag()) {
            cleared.fault(now).ifPresent(fault -> breaks(Promise.ONLY_CLEARED, change.key() + " " + fault));
        }
        if (setup.writeOnce() && change.before() != null) {
            breaks(Promise.WRITTEN_ONCE, change.key() + " was replaced");
        }
    }

    /** Keys that a backfill names, and that the source does not have, count as deleted. */
    void named(List<String> keys, SimulatedBucket source) {
        keys.stream().filter(key -> source.get(key).isEmpty()).forEach(everRemoved::add);
    }

    private boolean mayBeDeleted(String key) {
        return switch (setup.deletions()) {
            case NONE -> false;
            case DELETIONS -> withoutSource.mayBeDeleted(key);
            case DELETIONS_AND_EXPIRATIONS -> everRemoved.contains(key);
        };
    }

    /** The event of a required tag is one more. */
    void sourceTagged(SimulatedObject version) {
        if (setup.requiresTag() && !DeliveredReceipts.isOne(version.key())) {
            changed = true;
            cleared.see(version);
            lastCreated.put(version.key(), time.nanoTime());
        }
    }

    /** Dead letters are gone: until a comparison has found their objects, nothing is promised of them. */
    void dropped(Collection<SimulatedQueue.Message> messages) {
        messages.forEach(message -> DeadLetter.events(message.body).forEach(event -> dropped.add(event.key())));
    }

    /** A has deleted its copies, and the events of what the source has arrive once more. */
    void sentAgain(SimulatedBucket source) {
        source.objects().keySet().stream()
                .filter(key -> !DeliveredReceipts.isOne(key))
                .forEach(key -> {
                    lastCreated.put(key, time.nanoTime());
                    dropped.remove(key);
                });
    }

    /** A comparison has found all whose source is there, and sends events of those that may be copied. */
    void compared(SimulatedBucket source) {
        dropped.removeIf(key -> source.get(key).filter(setup::clears).isPresent());
    }

    /** A line of the log of a function's process, whose name begins with that of the function. */
    void logged(String process, String line) {
        Map<String, Object> fields = Unchecked.get(() -> JSON.std.mapFrom(line));
        if (metrics.add(process.replaceFirst("-\\d+$", ""), fields)) {
            return;
        }
        String outcome = String.valueOf(fields.get("outcome"));
        String key = String.valueOf(fields.get("sourceKey"));
        journal.write(
                "log",
                fields.get("message")
                        + (fields.containsKey("sourceKey") ? " " + key : "")
                        + (fields.containsKey("reason") ? ": " + fields.get("reason") : ""));
        Object worker = fields.getOrDefault(LogField.EXECUTION, fields.get(LogField.REQUEST_ID));
        withoutSource.logged(process, String.valueOf(worker), key, ENDS.contains(outcome));
        if (ENDS.contains(outcome)) {
            long created = lastCreated.getOrDefault(key, time.nanoTime());
            long since = time.nanoTime() - created;
            boolean first = lastEnd.getOrDefault(key, -1L) < created;
            if (first && promisesOthers(key) && since > LONGEST_BESIDE_BAD.toNanos()) {
                breaks(Promise.OTHERS_GO_ON, key + " took " + Duration.ofNanos(since));
            }
            if (first && since > LATE.toNanos()) {
                late.add(new Late(key, Duration.ofNanos(created), Duration.ofNanos(time.nanoTime())));
            }
            lastEnd.put(key, time.nanoTime());
            lastEnd.put(ended(key, outcome), time.nanoTime());
        }
    }

    /** Messages wait in flight where SQS answers no sending at all. */
    private boolean promisesOthers(String key) {
        return setup.scarce() && setup.lateAnswers() < 100 && !key.startsWith("bad/");
    }

    /** What must hold whenever nothing happens, if something has since the last time. */
    void checkWhenQuiet(SimulatedDeployment deployment) {
        if (changed && deployment.isQuiet()) {
            checkAtRest(deployment);
        }
    }

    /** What must hold when nothing is left to happen. */
    void checkAtRest(SimulatedDeployment deployment) {
        changed = false;
        SimulatedQueue queue = deployment.queue;
        if (deployment.workflow.isRunning()) {
            breaks(Promise.EVERY_EVENT_ENDS, "one still runs");
        }
        if (!queue.messages().isEmpty()) {
            breaks(Promise.EVERY_EVENT_ENDS, queue.messages().size() + " are still in the queue");
        }
        int expired = queue.takeExpired().size();
        if (expired > 0) {
            breaks(Promise.EVERY_EVENT_ENDS, expired + " have expired in the queue");
        }
        Set<String> unstated = new TreeSet<>();
        Set<String> dead = new HashSet<>(dropped);
        deployment
                .deadLetters
                .messages()
                .forEach(message -> DeadLetter.events(message.body).forEach(event -> dead.add(event.key())));
        for (Map.Entry<String, Long> created : lastCreated.entrySet()) {
            String key = created.getKey();
            if (dead.contains(key)) {
                continue;
            }
            if (lastEnd.getOrDefault(key, -1L) < created.getValue()) {
                breaks(Promise.EVERY_EVENT_ENDS, key + " has neither an outcome nor a dead letter");
            }
            checkEqual(key, deployment.source.get(key), deployment.target.get(key));
            deployment
                    .target
                    .get(key)
                    .filter(copy ->
                            setup.delivers() && !mayBeUnstated(deployment.source, copy) && !deliveries.state(copy))
                    .ifPresent(copy -> unstated.add(key));
        }
        if (unstated.size() > metrics.of(FunctionMetric.RECEIPTS_FAILED)) {
            breaks(Promise.DELIVERED_RECEIPTS, unstated + " were copied, and no receipt says so");
        }
    }

    /**
     * Whether the target may have a copy without a receipt: what is written once may be there without an answer that
     * says so, and where nothing is left of the source no later copy makes up for a worker that died before its report.
     * A source that may no longer be copied cannot be compared with.
     */
    private boolean mayBeUnstated(SimulatedBucket source, SimulatedObject copy) {
        return setup.writeOnce()
                || source.get(copy.key())
                        .map(object -> !setup.clears(object))
                        .orElseGet(() -> withoutSource.endedWithoutReport(copy.key()));
    }

    private static String ended(String key, String outcome) {
        return key + " " + outcome;
    }

    private boolean mayStay(String key) {
        return !setup.deletions().includeExpirations() && withoutSource.mayStay(key);
    }

    private void checkEqual(String key, Optional<SimulatedObject> source, Optional<SimulatedObject> target) {
        if (source.isPresent() && !setup.clears(source.get())) {
            String outcome = setup.tagDecision(source.get()) instanceof TagDecision.Waiting ? "waiting" : "refused";
            if (lastEnd.getOrDefault(ended(key, outcome), -1L) < lastCreated.getOrDefault(key, 0L)) {
                breaks(Promise.EVERY_EVENT_ENDS, key + " is not " + outcome);
            }
        } else if (source.isPresent()) {
            if (target.isEmpty()) {
                breaks(Promise.NOT_STALE, key + " is not in the target");
            } else if (!setup.writeOnce()
                    && !(target.get().fingerprint().equals(source.get().fingerprint())
                            && (!setup.tags()
                                    || target.get().tags().equals(source.get().tags())))) {
                breaks(Promise.NOT_STALE, key + " is older in the target");
            }
        } else if (target.isPresent() && setup.deletes() && !mayStay(key)) {
            breaks(Promise.DELETED, key + " was deleted and is still in the target");
        } else if (removedCleared.contains(key)
                && !copies.containsKey(key)
                && !setup.deletions().includeExpirations()
                && metrics.of(FunctionMetric.OBJECTS_GONE) == 0) {
            breaks(Promise.DELETED, key + " is gone, was never copied, and ObjectsGone counts nothing");
        }
    }

    /** What CloudWatch makes of the functions' embedded metrics, which alarms look at. */
    static final class MetricSums {
        private final Map<String, Long> sums = new HashMap<>();

        /** Adds what a line has, if it is one of metrics. Returns whether it is. */
        boolean add(String function, Map<String, Object> line) {
            if (!line.containsKey("_aws")) {
                return false;
            }
            Object cause = line.get(MetricDimensions.CAUSE);
            line.forEach((name, value) -> {
                if (value instanceof List<?> values) {
                    long sum = values.stream()
                            .mapToLong(each -> ((Number) each).longValue())
                            .sum();
                    sums.merge(name + (cause == null ? "" : cause), sum, Long::sum);
                    sums.merge(function + name + (cause == null ? "" : cause), sum, Long::sum);
                }
            });
            return true;
        }

        long of(FunctionMetric metric) {
            return sums.getOrDefault(metric.id(), 0L);
        }

        /** Failures of a function that an alarm of its own is for. */
        long failures(String function, FailureCause cause) {
            return sums.getOrDefault(function + FunctionMetric.OBJECTS_FAILED.id() + cause.label(), 0L);
        }
    }
}
