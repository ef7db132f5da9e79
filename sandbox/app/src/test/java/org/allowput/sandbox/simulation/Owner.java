package org.allowput.sandbox.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class Owner extends Participant {
    static final String LARGE = "large";
    static final List<String> SMALL = List.of("a/1", "a/2", "b/3");
    static final List<String> ALL = List.of("a/1", "a/2", "b/3", LARGE);
    private static final int MIB = 1024 * 1024;

    private final SimulatedBucket source;
    private final Moments moments;
    private final Scanner scanner;
    private final Map<String, Integer> lateChanges = new HashMap<>();
    private int contents;
    private int inBetween;
    private Duration end = Duration.ZERO;

    Owner(Cloud cloud, SimulatedBucket source, Moments moments, Scanner scanner) {
        super(cloud);
        this.source = source;
        this.moments = moments;
        this.scanner = scanner;
        ALL.forEach(key -> lateChanges.put(key, key.equals(LARGE) ? 3 : 2));
    }

    /** Plans the changes of that time, and some while objects are copied. */
    void plan(Duration period) {
        this.end = period;
        int changes = setup.large() ? random.nextInt(1, 5) : random.nextInt(3, 12);
        Duration at = Duration.ofMinutes(random.nextInt(60));
        if (setup.large()) {
            time.after(at, () -> put(LARGE, true));
        }
        for (int i = 0; i < changes; i++) {
            // Some follow within the time of one copy, others after hours.
            at = at.plusMillis(
                    switch (setup.calm() ? 2 : random.nextInt(3)) {
                        case 0 -> random.nextLong(200);
                        case 1 -> random.nextLong(60_000);
                        default -> random.nextLong(60_000, period.toMillis() / changes);
                    });
            time.after(at, this::change);
        }
        if (setup.scarce()) {
            putMany("bad/", 25, Duration.ofMinutes(30));
        } else if (setup.limited()) {
            putMany("b/many/", 60, Duration.ofSeconds(2));
        }
        for (int i = setup.scarce() ? 0 : random.nextInt(4); i > 0; i--) {
            String key = key();
            moments.after(
                    1 + random.nextInt(key.equals(LARGE) ? 20 : 6), Moments.copying(key), () -> changeInBetween(key));
        }
        for (int i = setup.requiresTag() ? random.nextInt(4) : 0; i > 0; i--) {
            String key = key();
            moments.after(1 + random.nextInt(key.equals(LARGE) ? 30 : 12), Moments.copying(key), () -> {
                source.get(key).ifPresent(object -> scanner.doubt(key, object.versionId()));
            });
        }
    }

    private void putMany(String prefix, int count, Duration within) {
        for (int i = 0; i < count; i++) {
            String key = prefix + i;
            time.after(Duration.ofMillis(random.nextLong(within.toMillis())), () -> put(key, false));
        }
    }

    /** Something else changes an object before a request about it has its effect. */
    void changeBefore(String key, Duration within) {
        if (lateChanges.getOrDefault(key, 0) > 0) {
            lateChanges.merge(key, -1, Integer::sum);
            time.after(Duration.ofMillis(random.nextLong(within.toMillis() + 1)), () -> changeInBetween(key));
        }
    }

    void changeSome(Duration within) {
        for (String key : SMALL) {
            if (random.nextBoolean()) {
                time.after(Duration.ofMillis(random.nextLong(within.toMillis())), () -> changeInBetween(key));
            }
        }
    }

    int inBetween() {
        return inBetween;
    }

    private String key() {
        return setup.large() && random.nextInt(3) > 0 ? LARGE : SMALL.get(random.nextInt(SMALL.size()));
    }

    private void change() {
        change(key());
    }

    /** Nothing is changed after that time. */
    private void changeInBetween(String key) {
        if (time.nanoTime() >= end.toNanos()) {
            return;
        }
        inBetween++;
        if (setup.requiresTag() && source.get(key).isPresent() && random.nextBoolean()) {
            if (random.nextBoolean()) {
                scanner.doubt(key, source.get(key).orElseThrow().versionId());
            } else {
                replaceForAMoment(source.get(key).orElseThrow());
            }
        } else if (setup.tags() && source.get(key).isPresent() && random.nextBoolean()) {
            tag(key);
        } else {
            change(key);
        }
    }

    private void tag(String key) {
        journal.write("owner", "tags " + key);
        SimulatedObject object = source.get(key).orElseThrow();
        Map<String, String> tags = new TreeMap<>(object.tags());
        tags.keySet().removeIf(name -> !name.equals(Setup.CLEARED.name()));
        tags.putAll(tags());
        source.tag(object, tags);
    }

    private void change(String key) {
        if (source.get(key).isPresent() && random.nextInt(setup.deletes() ? 2 : 4) == 0) {
            journal.write("owner", "deletes " + key);
            source.delete(key);
        } else if (source.get(key).isPresent() && setup.tags() && random.nextInt(3) == 0) {
            tag(key);
        } else {
            put(key, key.equals(LARGE) && random.nextInt(4) > 0);
        }
    }

    private Map<String, String> tags() {
        return setup.tags() ? Map.of("stage", Integer.toString(random.nextInt(4))) : Map.of();
    }

    /** Clean content takes the object's place, is cleared at once, and makes way for the object again. */
    private void replaceForAMoment(SimulatedObject object) {
        do {
            contents++;
        } while (Scanner.isDirty(contents));
        String key = object.key();
        put(key, contents, object.bytes().length > MIB);
        scanner.scan(key, source.get(key).orElseThrow().versionId());
        inBetween++;
        time.after(Duration.ofMillis(random.nextInt(60)), () -> {
            journal.write("owner", "puts " + key + " as it was");
            source.put(key, object.bytes(), object.headers(), object.eTag(), tags(), time.instant());
        });
    }

    private void put(String key, boolean large) {
        put(key, contents > 0 && random.nextInt(6) == 0 ? contents : ++contents, large);
    }

    private void put(String key, int number, boolean large) {
        byte[] bytes = content(number, large);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "text/plain");
        headers.put("x-amz-meta-n", Integer.toString(random.nextInt(3)));
        String eTag = SimulatedObject.eTag(bytes);
        switch (large ? random.nextInt(setup.bitErrors() ? 1 : 2) : random.nextInt(3)) {
            case 0 -> {
                headers.put("x-amz-checksum-crc32", SimulatedObject.crc32(bytes));
                headers.put("x-amz-checksum-type", "FULL_OBJECT");
            }
            // Of an upload in parts, without a checksum of the whole.
            case 1 -> eTag = setup.bitErrors() ? eTag : eTag + "-2";
            default -> {}
        }
        journal.write("owner", "puts " + key + " with content " + number);
        source.put(key, bytes, headers, eTag, tags(), time.instant());
    }

    /** Three parts of the smallest size, of which the last is nearly empty. */
    private static byte[] content(int number, boolean large) {
        byte[] text = ("content " + number).getBytes(StandardCharsets.UTF_8);
        if (!large) {
            return text;
        }
        byte[] bytes = Arrays.copyOf(text, 10 * MIB + 17);
        for (int i = text.length; i < bytes.length; i += 1021) {
            bytes[i] = (byte) (number * 31 + i / 1021);
        }
        return bytes;
    }
}
