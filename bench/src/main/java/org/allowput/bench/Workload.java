package org.allowput.bench;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Objects to copy, of random bytes that are the same in every run; each has at most 1 MiB, or whole MiB. */
record Workload(int objects, long size) {
    private static final int MIB = 1 << 20;
    private static final Pattern SHAPE = Pattern.compile("(\\d+)x(\\d{1,3})([KM])iB");

    /** Reads {@code 20000x10KiB}. */
    static Workload parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a workload is written like 20000x10KiB or 2x512MiB, not " + text);
        }
        int unit = parts.group(3).equals("K") ? 1024 : MIB;
        return new Workload(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)) * unit);
    }

    String prefix() {
        return objects + "x" + size;
    }

    List<String> keys() {
        return IntStream.range(0, objects)
                .mapToObj(number -> "%s/%07d".formatted(prefix(), number))
                .toList();
    }

    /** An object's bytes: the same random ones again and again. */
    InputStream content(String key) {
        byte[] bytes = new byte[(int) Math.min(size, MIB)];
        new Random(key.hashCode()).nextBytes(bytes);
        return new SequenceInputStream(Collections.enumeration(IntStream.range(0, Math.toIntExact(size / bytes.length))
                .mapToObj(copy -> new ByteArrayInputStream(bytes))
                .toList()));
    }
}
