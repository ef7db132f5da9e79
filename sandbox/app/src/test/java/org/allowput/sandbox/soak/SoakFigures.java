package org.allowput.sandbox.soak;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run did and found: a table with a column for each of its three parts. */
final class SoakFigures {
    private static final List<String> PARTS = List.of("soak", "faults", "bad input");
    /** Of what a run is too short for. */
    static final String NOT_MEASURED = "–";

    private final Map<String, String[]> rows = new LinkedHashMap<>();

    /** A figure of one of the three parts. */
    void put(String part, String what, Object figure) {
        rows.computeIfAbsent(what, name -> new String[] {NOT_MEASURED, NOT_MEASURED, NOT_MEASURED})[
                        PARTS.indexOf(part)] =
                String.valueOf(figure);
    }

    String table() {
        String lines = rows.entrySet().stream()
                .map(row -> "| " + row.getKey() + " | " + String.join(" | ", row.getValue()) + " |\n")
                .collect(Collectors.joining());
        return "| what | " + String.join(" | ", PARTS) + " |\n| --- | --- | --- | --- |\n" + lines;
    }

    /** What is counted, without how many. */
    static List<String> rowsOf(String table) {
        return table.lines()
                .map(line -> line.replaceFirst("^\\|([^|]*)\\|.*$", "$1").strip())
                .toList();
    }
}
