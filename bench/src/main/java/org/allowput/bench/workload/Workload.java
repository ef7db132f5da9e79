package org.allowput.bench.workload;

import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.ops.cli.ByteSize;

/**
 * Objects to copy, of random bytes that are the same in every run.
 *
 * @param objects how many
 * @param size of each, in bytes
 */
public record Workload(int objects, long size) {
    public static final long KIB = 1024;
    public static final long MIB = 1024 * KIB;
    static final long GIB = 1024 * MIB;
    private static final Pattern SHAPE = Pattern.compile("(\\d+)x(\\d+)(KiB|MiB|GiB)");

    /** Reads {@code 20000x10KiB}. */
    public static Workload parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a workload is as 20000x10KiB, not " + text);
        }
        long unit = Map.of("KiB", KIB, "MiB", MIB).getOrDefault(parts.group(3), GIB);
        return new Workload(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)) * unit);
    }

    /** What the keys of its objects begin with. */
    public String prefix() {
        return objects + "x" + size;
    }

    public String key(int number) {
        return EventBatches.key(prefix(), number);
    }

    /** A piece of an object's bytes, which it repeats to its length. */
    public byte[] bytes(int number) {
        byte[] bytes = new byte[(int) Math.min(size, MIB)];
        new Random(31 * size + number).nextBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "%,d × %s".formatted(objects, ByteSize.text(size));
    }
}
