package org.allowput.infra.settings.reading;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The descriptions of all settings that were read, each once, in the order in which they were read. */
public final class SettingsCatalog {
    private static final int MAX_TYPING_ERRORS = 3;

    private final SequencedMap<String, SettingDescription> descriptions = new LinkedHashMap<>();

    void add(SettingDescription description) {
        descriptions.putIfAbsent(description.path(), description);
    }

    /** The setting whose path is most similar to a path that does not exist, if one is similar. */
    Optional<String> mostSimilar(String path) {
        return paths().stream()
                .filter(known -> EditDistance.between(path, known) <= MAX_TYPING_ERRORS)
                .min(Comparator.comparingInt(known -> EditDistance.between(path, known)));
    }

    private Collection<String> paths() {
        return descriptions.keySet();
    }

    public List<SettingDescription> descriptions() {
        return List.copyOf(descriptions.values());
    }
}
