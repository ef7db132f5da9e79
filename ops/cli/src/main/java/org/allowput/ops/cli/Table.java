package org.allowput.ops.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows under a heading, in columns as wide as they need to be. */
public final class Table {
    /** The number of columns of the terminal, which the scripts in bin pass on; 0 or nothing without a terminal. */
    static final String TERMINAL_COLUMNS = "terminal.columns";

    private static final String GAP = "  ";
    private static final int NARROWEST = 8;
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

    /** As wide as the terminal is, or as needed where the output is none. */
    public String fitting() {
        int columns = Integer.getInteger(TERMINAL_COLUMNS, 0);
        return columns > 0 ? fitting(columns) : toString();
    }

    /**
     * This table in at most that many columns of a terminal: cells of the widest column are shortened in their middle,
     * as far as needed and to {@value #NARROWEST} characters at least.
     */
    String fitting(int columns) {
        List<Integer> widths = widths(rows);
        int widest = IntStream.range(0, right.size())
                .reduce((one, other) -> widths.get(other) > widths.get(one) ? other : one)
                .orElseThrow();
        int excess = widths.stream().mapToInt(width -> width + GAP.length()).sum() - GAP.length() - columns;
        if (excess <= 0) {
            return toString();
        }
        List<List<String>> fitting = new ArrayList<>(List.of(rows.getFirst()));
        for (List<String> row : rows.subList(1, rows.size())) {
            List<String> cells = new ArrayList<>(row);
            cells.set(widest, shortened(row.get(widest), Math.max(NARROWEST, widths.get(widest) - excess)));
            fitting.add(cells);
        }
        return text(fitting);
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
        return text(rows);
    }

    private String text(List<List<String>> all) {
        List<Integer> widths = widths(all);
        StringBuilder text = new StringBuilder();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String padding = " ".repeat(widths.get(column) - length(cell));
                line.append(column == 0 ? "" : GAP).append(right.get(column) ? padding + cell : cell + padding);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static List<Integer> widths(List<List<String>> all) {
        return IntStream.range(0, all.getFirst().size())
                .mapToObj(column -> all.stream()
                        .mapToInt(row -> length(row.get(column)))
                        .max()
                        .orElseThrow())
                .toList();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
