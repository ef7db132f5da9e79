package org.allowput.sandbox.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.emulator.testing.DocumentedTable;

/** What a run did and found: a table of a page, with a row for each thing that was counted or measured. */
final class Figures {
    private static final String NOT_MEASURED = "–";

    private final String table;
    private final List<String> columns;
    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

    /** @param columns the first one is that of the rows' names */
    Figures(String table, String... columns) {
        this.table = table;
        this.columns = List.of(columns);
    }

    void put(String row, String column, Object figure) {
        rows.computeIfAbsent(row, none -> new TreeMap<>()).put(column, String.valueOf(figure));
    }

    /** Compares the rows with those of the page; what this run has not had stays as the page has it. */
    void compare(boolean update) throws IOException {
        Map<String, String> documented = DocumentedTable.table(table)
                .lines()
                .collect(Collectors.toMap(Figures::name, line -> line, (one, other) -> one, LinkedHashMap::new));
        Map<String, String> all = new LinkedHashMap<>(documented);
        all.putAll(lines(columns.getFirst(), columns));
        all.putAll(lines("---", columns.stream().map(column -> "---").toList()));
        rows.forEach((row, figures) -> all.putAll(lines(
                row,
                Stream.concat(
                                Stream.of(row),
                                columns.stream().skip(1).map(column -> figures.getOrDefault(column, NOT_MEASURED)))
                        .toList())));
        String text = String.join("\n", all.values()) + "\n";
        Files.writeString(Path.of("target", table + ".md"), text);
        if (update) {
            DocumentedTable.replace(table, text);
        } else {
            assertThat(documented.keySet()).containsExactlyElementsOf(all.keySet());
        }
    }

    private static Map<String, String> lines(String name, List<String> cells) {
        return Map.of(name, "| " + String.join(" | ", cells) + " |");
    }

    private static String name(String line) {
        return line.split("\\|", -1)[1].strip();
    }
}
