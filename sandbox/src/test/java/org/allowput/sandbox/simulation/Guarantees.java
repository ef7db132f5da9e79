package org.allowput.sandbox.simulation;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.allowput.ops.queue.MessageKeys;
import org.allowput.sandbox.simulation.aws.Bucket;
import org.allowput.sandbox.simulation.aws.SimulatedQueue;
import org.allowput.sandbox.simulation.aws.StoredObject;
import org.allowput.sandbox.simulation.time.VirtualTime;

/** Watches both buckets, the queues and the log, and says which promise of docs/guarantees.md is broken. */
final class Guarantees {
    private static final Set<String> ENDS = Set.of("copied", "unconfirmed", "existing", "deleted", "gone");

    /** Longer than what single faults and the death of a worker cost. */
    private static final Duration LONGEST_BESIDE_BAD = Duration.ofMinutes(30);

    private final VirtualTime time;
    private final Journal journal;
    private final Setup setup;
    private final Map<String, Set<String>> contents = new HashMap<>();
    private final Map<String, Long> lastCreated = new TreeMap<>();
    private final Map<String, Long> lastEnd = new HashMap<>();
    private final Set<String> everCopied = new HashSet<>();
    private final Set<String> everDeleted = new HashSet<>();
    private final List<String> broken = new ArrayList<>();
    private long gone;

    Guarantees(VirtualTime time, Journal journal, Setup setup) {
        this.time = time;
        this.journal = journal;
        this.setup = setup;
    }

    List<String> broken() {
        return broken;
    }

    void breaks(String promise, String what) {
        broken.add(promise + ": " + what);
        journal.write("BROKEN", promise + ": " + what);
    }

    void sourceChanged(Bucket.Change change) {
        StoredObject now = change.now();
        if (now == null) {
            everDeleted.add(change.key());
        } else {
            contents.computeIfAbsent(change.key(), key -> new HashSet<>()).add(now.fingerprint());
            lastCreated.put(change.key(), time.nanoTime());
        }
    }

    /** No torn object, no deletion of the wrong object, no overwrite of what is written once. */
    void targetChanged(Bucket.Change change) {
        StoredObject now = change.now();
        if (now == null) {
            if (!setup.deletes() || !everDeleted.contains(change.key())) {
                breaks("no wrong deletion", change.key() + " was deleted in the target, not in the source");
            }
            return;
        }
        everCopied.add(change.key());
        if (!contents.getOrDefault(change.key(), Set.of()).contains(now.fingerprint())) {
            breaks("no torn object", change.key() + " got a content that the source never had");
        }
        if (setup.writeOnce() && change.before() != null) {
            breaks("write once", change.key() + " was replaced");
        }
    }

    /** A line of a function's log. */
    void logged(String line) {
        Map<String, Object> fields;
        try {
            fields = JSON.std.mapFrom(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (fields.containsKey("ObjectsGone")) {
            gone++;
        }
        if (fields.containsKey("_aws")) {
            return;
        }
        String outcome = String.valueOf(fields.get("outcome"));
        String key = String.valueOf(fields.get("sourceKey"));
        journal.write(
                "log",
                fields.get("message")
                        + (fields.containsKey("sourceKey") ? " " + key : "")
                        + (fields.containsKey("reason") ? ": " + fields.get("reason") : ""));
        if (ENDS.contains(outcome)) {
            long created = lastCreated.getOrDefault(key, time.nanoTime());
            long since = time.nanoTime() - created;
            boolean first = lastEnd.getOrDefault(key, -1L) < created;
            if (first && setup.scarce() && !key.startsWith("bad/") && since > LONGEST_BESIDE_BAD.toNanos()) {
                breaks("a bad prefix stops no other", key + " took " + Duration.ofNanos(since));
            }
            lastEnd.put(key, time.nanoTime());
        }
    }

    /** What must hold when nothing is left to happen. */
    void checkAtRest(Deployment deployment) {
        SimulatedQueue queue = deployment.queue();
        if (deployment.workflow().isRunning()) {
            breaks("every execution ends", "one still runs");
        }
        if (!queue.messages().isEmpty()) {
            breaks("every message ends", queue.messages().size() + " are still in the queue");
        }
        if (!queue.expired().isEmpty()) {
            breaks("every message ends", queue.expired().size() + " have expired in the queue");
        }
        Set<String> dead = new HashSet<>();
        deployment.deadLetters().messages().forEach(message -> dead.addAll(MessageKeys.of(message.body())));
        for (Map.Entry<String, Long> created : lastCreated.entrySet()) {
            String key = created.getKey();
            if (dead.contains(key)) {
                continue;
            }
            if (lastEnd.getOrDefault(key, -1L) < created.getValue()) {
                breaks("no creation without an end", key + " has neither an outcome nor a dead letter");
            }
            checkEqual(key, deployment.source().get(key), deployment.target().get(key));
        }
    }

    /** Faults that do not last longer than the retries leave nothing to an operator. */
    void checkRetriesSuffice(Deployment deployment) {
        if (!setup.longTrouble() && !setup.scarce()) {
            for (SimulatedQueue.Message message : deployment.deadLetters().messages()) {
                breaks("short faults are survived", message.attributes() + " " + message.body());
            }
        }
    }

    /**
     * A small object costs a GET, a PUT or a DELETE, and a HEAD; a session of the role and a receipt at most besides.
     */
    void checkCost(int notifications, Map<String, Integer> requests) {
        int objects = 0;
        for (String request : List.of(
                "GetObject " + Deployment.SOURCE,
                "HeadObject " + Deployment.SOURCE,
                "PutObject " + Deployment.TARGET,
                "DeleteObject " + Deployment.TARGET)) {
            objects += requests.getOrDefault(request, 0);
        }
        int besides =
                requests.getOrDefault("AssumeRole", 0) + requests.getOrDefault("PutObject " + Deployment.RECEIPTS, 0);
        if (setup.calm() && !setup.large() && (objects > 3 * notifications || besides > 2 * notifications)) {
            breaks("the stated cost", notifications + " events took " + requests);
        }
    }

    /** After a redrive nothing is left of faults that are over. */
    void checkNoDeadLetter(Deployment deployment) {
        for (SimulatedQueue.Message message : deployment.deadLetters().messages()) {
            breaks("a redrive brings it to its end", message.attributes() + " " + message.body());
        }
    }

    private void checkEqual(String key, Optional<StoredObject> source, Optional<StoredObject> target) {
        if (source.isPresent()) {
            if (target.isEmpty()) {
                breaks("nothing missing at rest", key + " is not in the target");
            } else if (!setup.writeOnce()
                    && !target.get().fingerprint().equals(source.get().fingerprint())) {
                breaks("nothing stale at rest", key + " is older in the target");
            }
        } else if (setup.deletes() && target.isPresent()) {
            breaks("nothing stale at rest", key + " was deleted and is still in the target");
        } else if (!everCopied.contains(key) && !setup.deletes() && gone == 0) {
            breaks("no creation without an alarm", key + " is gone, was never copied, and ObjectsGone counts nothing");
        }
    }
}
