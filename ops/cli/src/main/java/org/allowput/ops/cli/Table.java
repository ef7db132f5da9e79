package org.allowput.ops.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows under a heading, in columns as wide as they need to be. */
public final class Table {
    private static final String GAP = "  ";
    private static final int NARROWEST = 8;

    private final List<String> heading;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Boolean> right;

    /** A column whose heading begins with {@code >} is aligned to the right. */
    public Table(String... heading) {
        this.heading = List.of(heading).stream()
                .map(each -> each.replaceFirst("^>", ""))
                .toList();
        this.right = List.of(heading).stream().map(each -> each.startsWith(">")).toList();
    }

    private Table(List<String> heading, List<Boolean> right) {
        this.heading = heading;
        this.right = right;
    }

    public Table row(Object... cells) {
        if (cells.length != heading.size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + heading.size() + " columns");
        }
        rows.add(List.of(cells).stream().map(String::valueOf).toList());
        return this;
    }

    /**
     * This table in at most that many columns of a terminal: cells of the widest column are shortened in their middle,
     * as far as needed and to {@value #NARROWEST} characters at least.
     */
    public String fitting(int columns) {
        int[] widths = IntStream.range(0, heading.size()).map(this::width).toArray();
        int all = IntStream.of(widths).sum() + GAP.length() * (heading.size() - 1);
        int widest = IntStream.range(0, heading.size())
                .reduce((one, other) -> widths[other] > widths[one] ? other : one)
                .orElseThrow();
        if (all <= columns) {
            return toString();
        }
        int width = Math.max(NARROWEST, widths[widest] - (all - columns));
        Table fitting = new Table(heading, right);
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>(row);
            cells.set(widest, shortened(row.get(widest), width));
            fitting.rows.add(cells);
        }
        return fitting.toString();
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
        StringBuilder text = new StringBuilder();
        List<List<String>> all = new ArrayList<>(List.of(heading));
        all.addAll(rows);
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(column == 0 ? "" : GAP).append(padded(row.get(column), column));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String padded(String cell, int column) {
        String padding = " ".repeat(width(column) - length(cell));
        return right.get(column) ? padding + cell : cell + padding;
    }

    private int width(int column) {
        return Stream.concat(Stream.of(heading), rows.stream())
                .mapToInt(row -> length(row.get(column)))
                .max()
                .orElseThrow();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
