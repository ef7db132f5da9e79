package org.allowput.sandbox.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which copies stay in the target where deletions are replicated and expirations are not: those of expired objects,
 * which only a worker that has put one may delete, and those whose worker died or failed before it had confirmed them.
 */
final class CopiesWithoutSource {
    private final Cloud cloud;
    private final Set<String> deleted = new HashSet<>();
    /** Keys whose last removal was an expiration. */
    private final Set<String> expired = new HashSet<>();
    /** By key, the newest last. */
    private final Map<String, List<Put>> puts = new HashMap<>();

    /** What the target got by a request, and what became of the invocation or the execution that sent it. */
    private static final class Put {
        private final HttpCall call;
        /** Known from its first line of the log on. */
        private String worker = "";

        private boolean reported;

        Put(HttpCall call) {
            this.call = call;
        }
    }

    CopiesWithoutSource(Cloud cloud) {
        this.cloud = cloud;
    }

    private List<Put> of(String key) {
        return puts.getOrDefault(key, List.of());
    }

    void removed(SimulatedBucket.Change change) {
        if (change.expired()) {
            expired.add(change.key());
        } else {
            expired.remove(change.key());
            deleted.add(change.key());
        }
    }

    /** The request that is handled has put a copy. */
    void put(String key) {
        puts.computeIfAbsent(key, first -> new ArrayList<>())
                .add(new Put(cloud.handled().orElseThrow()));
    }

    /**
     * A line of the log.
     *
     * @param worker the execution, or else the invocation
     * @param ended whether it states how the copy ended
     */
    void logged(String process, String worker, String key, boolean ended) {
        puts.values().stream()
                .flatMap(List::stream)
                .filter(put -> put.worker.isEmpty() && put.call.sender().equals(process))
                .forEach(put -> put.worker = worker);
        of(key).stream().filter(put -> ended && put.worker.equals(worker)).forEach(put -> put.reported = true);
    }

    boolean mayBeDeleted(String key) {
        String sender = cloud.handled().map(HttpCall::sender).orElse("");
        return deleted.contains(key)
                || of(key).stream()
                        .filter(put -> !put.reported)
                        .map(put -> put.call.sender())
                        // Each task of an execution can run in a process of its own.
                        .anyMatch(putter -> putter.equals(sender) || (isOfWorkflow(sender) && isOfWorkflow(putter)));
    }

    private static boolean isOfWorkflow(String process) {
        return process.startsWith(SimulatedDeployment.LARGE_OBJECTS);
    }

    boolean mayStay(String key) {
        return expired.contains(key) || endedWithoutReport(key);
    }

    /** Whether the worker that put the newest copy died or failed before it reported how the copy ended. */
    boolean endedWithoutReport(String key) {
        return !Objects.requireNonNull(puts.get(key)).getLast().reported;
    }
}
