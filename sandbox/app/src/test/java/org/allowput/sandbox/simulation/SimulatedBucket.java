package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class SimulatedBucket {
    private final boolean versioned;
    private final SortedMap<String, SimulatedObject> current = new TreeMap<>();
    private final Map<String, SimulatedObject> versions = new HashMap<>();
    private final Map<String, Upload> uploads = new TreeMap<>();
    private final List<Consumer<Change>> listeners = new ArrayList<>();
    private final List<Consumer<SimulatedObject>> tagListeners = new ArrayList<>();
    private int sequence;

    SimulatedBucket(boolean versioned) {
        this.versioned = versioned;
    }

    /**
     * An object that was written or removed.
     *
     * @param now null if it was removed
     * @param expired whether a lifecycle rule removed it
     */
    record Change(
            String key,
            @Nullable SimulatedObject before,
            @Nullable SimulatedObject now,
            boolean expired) {}

    record Upload(
            String id,
            String key,
            Map<String, String> headers,
            Map<String, String> tags,
            Instant initiated,
            TreeMap<Integer, byte[]> parts) {}

    /** Called for every object that is written or removed. */
    void listen(Consumer<Change> listener) {
        listeners.add(listener);
    }

    Optional<SimulatedObject> get(String key) {
        return Optional.ofNullable(current.get(key));
    }

    /** A version, also one that is not the newest, or the newest if no id is given. */
    Optional<SimulatedObject> version(String key, @Nullable String id) {
        return id == null
                ? get(key)
                : Optional.ofNullable(versions.get(id))
                        .filter(version -> version.key().equals(key));
    }

    SortedMap<String, SimulatedObject> objects() {
        return current;
    }

    /** An object without versions, or the next version. */
    SimulatedObject put(
            String key, byte[] bytes, Map<String, String> headers, String eTag, Map<String, String> tags, Instant now) {
        String id = versioned ? "v" + ++sequence : null;
        Instant second = Instant.ofEpochSecond(now.getEpochSecond());
        SimulatedObject object = new SimulatedObject(key, bytes, headers, eTag, id, second, tags);
        SimulatedObject before = current.put(key, object);
        if (id != null) {
            versions.put(id, object);
        }
        listeners.forEach(listener -> listener.accept(new Change(key, before, object, false)));
        return object;
    }

    void delete(String key) {
        remove(key, false);
    }

    /** A lifecycle rule removes the newest version. */
    void expire(String key) {
        remove(key, true);
    }

    private void remove(String key, boolean expired) {
        SimulatedObject before = current.remove(key);
        listeners.forEach(listener -> listener.accept(new Change(key, before, null, expired)));
    }

    /** Called for every object whose tags are changed, whether it is the newest version or not. */
    void listenForTags(Consumer<SimulatedObject> listener) {
        tagListeners.add(listener);
    }

    void tag(SimulatedObject version, Map<String, String> tags) {
        SimulatedObject tagged = version.withTags(tags);
        current.replace(version.key(), version, tagged);
        if (version.versionId() != null) {
            versions.put(version.versionId(), tagged);
        }
        tagListeners.forEach(listener -> listener.accept(tagged));
    }

    Upload begin(String key, Map<String, String> headers, Map<String, String> tags, Instant now) {
        Upload upload = new Upload("upload-" + ++sequence, key, headers, tags, now, new TreeMap<>());
        uploads.put(upload.id(), upload);
        return upload;
    }

    Optional<Upload> upload(String id) {
        return Optional.ofNullable(uploads.get(id));
    }

    void end(Upload upload) {
        uploads.remove(upload.id());
    }

    /** The ids of uploads that have neither been completed nor expired. */
    Set<String> openUploads() {
        return uploads.keySet();
    }

    /** Those that were initiated before that time. */
    Set<String> uploadsBefore(Instant time) {
        return uploads.values().stream()
                .filter(upload -> upload.initiated().isBefore(time))
                .map(Upload::id)
                .collect(Collectors.toSet());
    }

    /**
     * Applies lifecycle rules as a template has them, those that expire objects and abort uploads, at each midnight of
     * UTC from now on, which is one. S3 adds the days to the time of creation.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html">Lifecycle
     *     rules</a>
     */
    void apply(List<?> rules, VirtualTime time) {
        time.after(Duration.ofDays(1), () -> {
            rules.forEach(rule -> apply((Map<?, ?>) rule, time.instant()));
            apply(rules, time);
        });
    }

    private void apply(Map<?, ?> rule, Instant now) {
        if (rule.get("AbortIncompleteMultipartUpload") instanceof Map<?, ?> aborted) {
            Instant since = now.minus(days(aborted, "DaysAfterInitiation"));
            uploads.values().removeIf(upload -> upload.initiated().isBefore(since));
        }
        if (rule.containsKey("ExpirationInDays")) {
            Instant since = now.minus(days(rule, "ExpirationInDays"));
            String prefix = rule.get("Prefix") instanceof String set ? set : "";
            List.copyOf(current.values()).stream()
                    .filter(object ->
                            object.key().startsWith(prefix) && object.modified().isBefore(since))
                    .forEach(object -> expire(object.key()));
        }
    }

    private static Duration days(Map<?, ?> rule, String field) {
        return Duration.ofDays(((Number) Objects.requireNonNull(rule.get(field))).longValue());
    }
}
