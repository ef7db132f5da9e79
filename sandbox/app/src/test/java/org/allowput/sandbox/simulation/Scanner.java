package org.allowput.sandbox.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tags what the owner puts, where a tag is required: clean content with the required value, dirty content with another.
 * Some is scanned late or never, or loses its tag and is scanned again.
 */
final class Scanner extends Participant {
    private final SimulatedBucket source;
    private final Duration end;
    private int tagged;

    /** @param end after which it tags nothing */
    Scanner(Cloud cloud, SimulatedBucket source, Duration end) {
        super(cloud);
        this.source = source;
        this.end = end;
        if (setup.requiresTag()) {
            source.listen(this::changed);
        }
    }

    int tagged() {
        return tagged;
    }

    static boolean isDirty(int number) {
        return number % 3 == 2;
    }

    private static boolean isDirty(SimulatedObject object) {
        String text = new String(object.bytes(), 0, Math.min(20, object.bytes().length), StandardCharsets.US_ASCII);
        return isDirty(Integer.parseInt(text.replaceAll("\\D", "")));
    }

    private void changed(SimulatedBucket.Change change) {
        SimulatedObject now = change.now();
        if (now != null) {
            scanLater(now.key(), now.versionId());
        }
    }

    private void scanLater(String key, @Nullable String version) {
        int latest = switch (random.nextInt(6)) {
            case 0 -> 50;
            case 1, 2 -> 3000;
            case 3 -> 600_000;
            case 4 -> 6 * 3_600_000;
            default -> 0;
        };
        if (latest > 0) {
            time.after(Duration.ofMillis(random.nextInt(latest)), () -> scan(key, version));
        }
    }

    /** With versions it tags the one that it was asked for; without, what has the key now, which is what it scans. */
    void scan(String key, @Nullable String version) {
        source.version(key, version).ifPresent(object -> {
            tag(object, isDirty(object) ? "dirty" : Setup.CLEARED.value());
            if (random.nextInt(4) == 0) {
                time.after(Duration.ofSeconds(random.nextInt(3600)), () -> doubt(key, version));
            }
        });
    }

    void doubt(String key, @Nullable String version) {
        source.version(key, version).ifPresent(object -> {
            tag(object, random.nextBoolean() ? "" : "unknown");
            scanLater(key, version);
        });
    }

    private void tag(SimulatedObject object, String value) {
        if (time.nanoTime() >= end.toNanos()) {
            return;
        }
        Map<String, String> tags = new TreeMap<>(object.tags());
        if (value.isEmpty()) {
            tags.remove(Setup.CLEARED.name());
        } else {
            tags.put(Setup.CLEARED.name(), value);
        }
        tagged++;
        journal.write(
                "scanner",
                object.key() + " is '" + value + "'" + (object.versionId() == null ? "" : " at " + object.versionId()));
        source.tag(object, tags);
    }
}
