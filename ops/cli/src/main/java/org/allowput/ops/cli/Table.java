package org.allowput.ops.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows under a heading, in columns as wide as they need to be. */
public final class Table {
    private static final String GAP = "  ";
    private final List<Boolean> right;
    /** The first one is the heading. */
    private final List<List<String>> rows = new ArrayList<>();

    /** A column whose heading begins with {@code >} is aligned to the right. */
    public Table(String... heading) {
        right = Stream.of(heading).map(each -> each.startsWith(">")).toList();
        rows.add(Stream.of(heading).map(each -> each.replaceFirst("^>", "")).toList());
    }

    public Table row(Object... cells) {
        if (cells.length != right.size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + right.size() + " columns");
        }
        rows.add(Stream.of(cells).map(String::valueOf).toList());
        return this;
    }

    /** The text in at most that many characters, with an ellipsis for what is left out of its middle. */
    public static String shortened(String text, int length) {
        int[] characters = text.codePoints().toArray();
        if (characters.length <= length) {
            return text;
        }
        int head = (length - 1) / 2;
        int tail = length - 1 - head;
        return new String(characters, 0, head) + "…" + new String(characters, characters.length - tail, tail);
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, right.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> length(row.get(column)))
                        .max()
                        .orElseThrow())
                .toArray();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String padding = " ".repeat(widths[column] - length(cell));
                line.append(column == 0 ? "" : GAP).append(right.get(column) ? padding + cell : cell + padding);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
