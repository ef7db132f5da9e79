package org.allowput.ops.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under a heading, in columns as wide as they need to be. */
public final class Table {
    private static final String GAP = "  ";

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

    public Table row(Object... cells) {
        if (cells.length != heading.size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + heading.size() + " columns");
        }
        rows.add(List.of(cells).stream().map(String::valueOf).toList());
        return this;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        List<List<String>> all = new ArrayList<>(List.of(heading));
        all.addAll(rows);
        for (var row : all) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(column == 0 ? "" : GAP).append(padded(row.get(column), column));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String padded(String cell, int column) {
        var padding = " ".repeat(width(column) - length(cell));
        return right.get(column) ? padding + cell : cell + padding;
    }

    private int width(int column) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(heading), rows.stream())
                .mapToInt(row -> length(row.get(column)))
                .max()
                .orElseThrow();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
