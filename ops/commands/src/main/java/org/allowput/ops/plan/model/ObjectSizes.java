package org.allowput.ops.plan.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How large objects are: shares of all, which together are 1, with a size each.
 *
 * @see #parse
 */
public record ObjectSizes(List<Share> shares) {
    private static final Pattern SHARE =
            Pattern.compile("(?:(\\d+(?:\\.\\d+)?)%:)?(\\d+(?:\\.\\d+)?)(B|KiB|MiB|GiB|TiB)");
    private static final Map<String, Double> UNITS =
            Map.of("B", 1.0 / 1_048_576, "KiB", 1.0 / 1_024, "MiB", 1.0, "GiB", 1_024.0, "TiB", 1_048_576.0);
    private static final double LARGEST_MIB = 51_200_000;

    /**
     * Some of the objects.
     *
     * @param part of all, at most 1
     * @param text the size as it was typed
     */
    public record Share(double part, double mebibytes, String text) {}

    /**
     * Reads a size such as 10KiB, or sizes with their percentages such as 90%:10KiB,10%:5MiB.
     *
     * @throws IllegalArgumentException if it is neither, the percentages are not 100 together, or S3 has no such object
     */
    public static ObjectSizes parse(String text) {
        List<Share> shares = new ArrayList<>();
        String[] parts = text.split(",", -1);
        BigDecimal all = BigDecimal.ZERO;
        for (String each : parts) {
            Matcher share = SHARE.matcher(each);
            if (!share.matches() || (share.group(1) == null) != (parts.length == 1)) {
                throw new IllegalArgumentException(
                        "seen '" + text + "', expected a size such as 10KiB, or 90%:10KiB,10%:5MiB");
            }
            BigDecimal percent = new BigDecimal(share.group(1) == null ? "100" : share.group(1));
            all = all.add(percent);
            double mebibytes = Double.parseDouble(share.group(2)) * UNITS.getOrDefault(share.group(3), 1.0);
            if (mebibytes > LARGEST_MIB) {
                throw new IllegalArgumentException(
                        "seen '" + each + "', expected at most 48.8TiB, S3's largest object");
            }
            shares.add(new Share(percent.doubleValue() / 100, mebibytes, share.group(2) + " " + share.group(3)));
        }
        if (all.compareTo(BigDecimal.valueOf(100)) != 0) {
            throw new IllegalArgumentException(
                    "seen '" + text + "', whose percentages are " + all.toPlainString() + " together, expected 100");
        }
        return new ObjectSizes(List.copyOf(shares));
    }

    /** The mean in MiB. */
    public double mebibytes() {
        return shares.stream()
                .mapToDouble(share -> share.part() * share.mebibytes())
                .sum();
    }

    @Override
    public String toString() {
        return shares.size() == 1
                ? shares.getFirst().text()
                : shares.stream()
                        .map(share -> "%s %% of %s"
                                .formatted(
                                        BigDecimal.valueOf(share.part() * 100)
                                                .stripTrailingZeros()
                                                .toPlainString(),
                                        share.text()))
                        .collect(Collectors.joining(", "));
    }
}
