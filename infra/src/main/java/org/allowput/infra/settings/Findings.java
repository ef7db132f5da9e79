package org.allowput.infra.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What reading the settings has found: the settings there are, and what is wrong with those that were given. */
final class Findings {
    private final SequencedMap<String, KnownSetting> known;
    private final List<String> problems = new ArrayList<>();

    Findings(SequencedMap<String, KnownSetting> known) {
        this.known = known;
    }

    SequencedMap<String, KnownSetting> known() {
        return known;
    }

    void know(String path, String expected, String byDefault) {
        String documented = path.replaceAll("\\[[0-9]*]", "[]");
        known.putIfAbsent(documented, new KnownSetting(documented, expected, byDefault));
    }

    void problem(String path, @Nullable Object seen, String expected) {
        String quoted = seen instanceof String ? "\"" + seen + "\"" : String.valueOf(seen);
        problems.add("%s: seen %s, expected %s".formatted(path, quoted, expected));
    }

    void missing(String path, String expected) {
        problems.add("%s: not set, expected %s".formatted(path, expected));
    }

    void unknown(String path) {
        String nearest = known.keySet().stream()
                .min(Comparator.comparingInt(candidate -> Spelling.distance(path, candidate)))
                .filter(candidate -> Spelling.distance(path, candidate) <= 3)
                .map(candidate -> "; is " + candidate + " meant?")
                .orElse("");
        problems.add("%s: there is no such setting%s".formatted(path, nearest));
    }

    /** A problem between settings, in its own words. */
    void problem(String sentence) {
        problems.add(sentence);
    }

    /** @throws InvalidSettingsException if anything was wrong */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
    }
}
