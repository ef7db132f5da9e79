package org.allowput.ops.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows under a heading, in columns as wide as they need to be. */
public final class Table {
    /** The first one is the heading. */
    private final List<Object[]> rows = new ArrayList<>();

    private final List<String> alignments;

    /** A column whose heading begins with {@code >} is aligned to the right. */
    public Table(String... heading) {
        alignments = Stream.of(heading)
                .map(each -> each.startsWith(">") ? "%" : "%-")
                .toList();
        row(Stream.of(heading).map(each -> each.replaceFirst("^>", "")).toArray());
    }

    public Table row(Object... cells) {
        if (cells.length != alignments.size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + alignments.size() + " columns");
        }
        rows.add(cells);
        return this;
    }

    /** The text in at most that many characters, with an ellipsis for what is left out of its middle. */
    public static String shortened(String text, int length) {
        int[] characters = text.codePoints().toArray();
        int head = (length - 1) / 2;
        int tail = length - 1 - head;
        return characters.length <= length
                ? text
                : new String(characters, 0, head) + "…" + new String(characters, characters.length - tail, tail);
    }

    @Override
    public String toString() {
        String format = IntStream.range(0, alignments.size())
                .mapToObj(column -> alignments.get(column) + width(column) + "s")
                .collect(Collectors.joining("  "));
        return rows.stream()
                .map(row -> format.formatted(row).stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> String.valueOf(row[column]).length())
                .reduce(1, Math::max);
    }
}
