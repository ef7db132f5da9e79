package org.allowput.sandbox.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.allowput.sandbox.simulation.aws.Bucket;
import org.allowput.sandbox.simulation.aws.StoredObject;
import org.allowput.sandbox.simulation.time.VirtualTime;

/** Puts, overwrites and deletes objects of the source bucket. */
final class Owner {
    private static final int MIB = 1024 * 1024;

    private final VirtualTime time;
    private final RandomGenerator random;
    private final Journal journal;
    private final Setup setup;
    private final Bucket source;
    private int contents;

    Owner(VirtualTime time, RandomGenerator random, Journal journal, Setup setup, Bucket source) {
        this.time = time;
        this.random = random;
        this.journal = journal;
        this.setup = setup;
        this.source = source;
    }

    /** Plans the changes of that time. Returns when the last one is made. */
    Duration plan(Duration period) {
        int changes = setup.large() ? random.nextInt(2, 6) : random.nextInt(3, 12);
        Duration at = Duration.ofMinutes(random.nextInt(60));
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
            for (int i = 0; i < 25; i++) {
                String key = "bad/" + i;
                time.after(Duration.ofMinutes(random.nextInt(30)), () -> put(key, false));
            }
        }
        return at;
    }

    private void change() {
        boolean large = setup.large() && random.nextBoolean();
        String key = large ? "large" : List.of("a/1", "a/2", "b/3").get(random.nextInt(3));
        if (source.get(key).isPresent() && random.nextInt(4) == 0) {
            journal.write("owner", "deletes " + key);
            source.delete(key);
        } else {
            put(key, large && random.nextInt(4) > 0);
        }
    }

    private void put(String key, boolean large) {
        int number = contents > 0 && random.nextInt(6) == 0 ? contents : ++contents;
        byte[] bytes = content(number, large);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "text/plain");
        headers.put("x-amz-meta-n", Integer.toString(random.nextInt(3)));
        String eTag = StoredObject.md5(bytes);
        switch (large ? random.nextInt(2) : random.nextInt(3)) {
            case 0 -> {
                headers.put("x-amz-checksum-crc32", StoredObject.crc32(bytes));
                headers.put("x-amz-checksum-type", "FULL_OBJECT");
            }
            case 1 -> eTag = eTag + "-2";
            default -> {}
        }
        journal.write("owner", "puts " + key + " with content " + number);
        source.put(key, bytes, headers, eTag, Map.of(), time.instant());
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
