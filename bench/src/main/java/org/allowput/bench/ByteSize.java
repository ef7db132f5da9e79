package org.allowput.bench;

import java.util.List;
import java.util.Locale;

/** Sizes as people read them. */
final class ByteSize {
    private static final List<String> UNITS = List.of("bytes", "KiB", "MiB", "GiB", "TiB");

    private ByteSize() {}

    /** With one decimal place at most, in the largest unit that makes it at least one. */
    static String text(long bytes) {
        int unit = 0;
        double number = (double) bytes;
        while (number >= 1024 && unit < UNITS.size() - 1) {
            number /= 1024;
            unit++;
        }
        boolean whole = unit == 0 || number == Math.rint(number);
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", number, UNITS.get(unit));
    }
}
