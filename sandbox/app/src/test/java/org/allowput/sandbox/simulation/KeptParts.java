package org.allowput.sandbox.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.allowput.sandbox.simulation.aws.Bucket;
import org.allowput.sandbox.simulation.aws.StoredObject;

/** The uploads that failed copies have left: what the next attempts go on with. */
final class KeptParts {
    private KeptParts() {}

    /** The keys of objects that are still what was copied, and may be, and of which parts are in the target. */
    static Set<String> of(Deployment deployment, Setup setup) {
        Set<String> keys = new HashSet<>();
        Map<String, StoredObject> documents = deployment.results().objects();
        documents.forEach((key, latest) -> {
            String prefix = new String(latest.bytes(), UTF_8);
            StoredObject copy = documents.get(prefix + "copy.json");
            if (key.endsWith("/latest.txt") && copy != null && !documents.containsKey(prefix + "completed.json")) {
                copied(deployment, setup, copy).ifPresent(keys::add);
            }
        });
        return keys;
    }

    private static Optional<String> copied(Deployment deployment, Setup setup, StoredObject document) {
        Map<String, Object> copy;
        try {
            copy = JSON.std.mapFrom(document.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<?, ?> source = (Map<?, ?>) Objects.requireNonNull(copy.get("source"));
        Bucket target = deployment.target();
        boolean kept = target.openUploads().contains(String.valueOf(copy.get("uploadId")));
        String key = String.valueOf(source.get("key"));
        return deployment
                .source()
                .get(key)
                .filter(now -> kept
                        && setup.clears(now)
                        && now.modified().toString().equals(source.get("lastModified"))
                        && ("\"" + now.eTag() + "\"").equals(source.get("eTag"))
                        && (!setup.tags() || tags(copy).equals(now.tags())))
                .map(StoredObject::key);
    }

    private static Map<String, String> tags(Map<String, Object> copy) {
        Map<String, String> tags = new HashMap<>();
        for (Object tag : (List<?>) Objects.requireNonNull(copy.get("tags"))) {
            List<?> pair = (List<?>) tag;
            tags.put(String.valueOf(pair.getFirst()), String.valueOf(pair.getLast()));
        }
        return tags;
    }
}
