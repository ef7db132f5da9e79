package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which contents had the required tag, and until when: the target shows no others. */
final class ClearedCopies extends Participant {
    /** Of an invocation, and until all that it has sent has arrived: the tags that it has read are no older. */
    private static final Duration LONGEST = Duration.ofMinutes(16);

    /** By content, and by version. */
    private final Map<String, Map<String, Long>> clearedUntil = new HashMap<>();

    private final Map<String, Long> lastParts = new HashMap<>();

    ClearedCopies(Cloud cloud) {
        super(cloud);
        cloud.watch(this::received);
    }

    private void received(HttpCall call) {
        if (call.operation().equals("UploadPart")) {
            lastParts.put(call.upload(), time.nanoTime());
        }
    }

    void see(SimulatedObject version) {
        Map<String, Long> versions = clearedUntil.computeIfAbsent(content(version), content -> new HashMap<>());
        String id = String.valueOf(version.versionId());
        if (setup.clears(version)) {
            versions.put(id, Long.MAX_VALUE);
        } else {
            versions.computeIfPresent(id, (same, until) -> Math.min(until, time.nanoTime()));
        }
    }

    private static String content(SimulatedObject object) {
        return object.key() + " " + object.fingerprint();
    }

    /**
     * What is wrong with a copy that the request which is handled makes visible. A tag that is removed while an object
     * is put takes effect after it; while parts are, before they become an object.
     */
    Optional<String> fault(SimulatedObject copy) {
        Optional<Long> until = clearedUntil.getOrDefault(content(copy), Map.of()).values().stream()
                .max(Long::compare);
        if (until.isEmpty()) {
            return Optional.of("was not cleared");
        }
        String upload = cloud.handled().map(HttpCall::upload).orElse("");
        long read =
                upload.isEmpty() ? time.nanoTime() - LONGEST.toNanos() : lastParts.getOrDefault(upload, Long.MAX_VALUE);
        return until.get() < read ? Optional.of("was no longer cleared") : Optional.empty();
    }
}
