package org.allowput.ops.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Standard output of a command that a script may read: with {@code --json} one JSON value per line, nothing else. */
public final class Output {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--json", description = "Prints JSON, one value per line, for scripts.")
    private boolean json;

    /** Whether the output is for a script. */
    public boolean isJson() {
        return json;
    }

    public PrintWriter writer() {
        return command.commandLine().getOut();
    }

    /** Warns, on standard error. */
    public void warn(String sentence) {
        PrintWriter err = command.commandLine().getErr();
        err.println(EscapedText.of(sentence));
        err.flush();
    }

    /** Prints one of the two: the value for a script, or the text with its line ends. */
    public void print(Object value, String text) {
        if (json) {
            print(value);
        } else {
            writer().print(text);
            writer().flush();
        }
    }

    /** Prints maps, lists, strings and numbers as one line. */
    public void print(Object value) {
        try {
            writer().println(JSON.std.asString(value));
            writer().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Prints rows that have the same columns: all of them as a line of JSON each, or the first ones as a table.
     *
     * @return how many there are
     */
    public long printRows(Stream<? extends Map<String, ? extends @Nullable Object>> rows, int mostOfTable) {
        List<Map<String, ? extends @Nullable Object>> first = new ArrayList<>();
        long count = 0;
        for (Iterator<? extends Map<String, ? extends @Nullable Object>> each = rows.iterator(); each.hasNext(); ) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>(each.next());
            if (json) {
                row.replaceAll((name, value) -> value instanceof Instant ? value.toString() : value);
                print(row);
            } else if (count < mostOfTable) {
                first.add(row);
            }
            count++;
        }
        if (!first.isEmpty()) {
            writer().print(table(first));
            if (count > mostOfTable) {
                writer().printf("and %d more: --json prints all%n", count - mostOfTable);
            }
        }
        writer().flush();
        return count;
    }

    private static Table table(List<Map<String, ? extends @Nullable Object>> rows) {
        Table table = new Table(rows.getFirst().entrySet().stream()
                .map(cell -> (cell.getValue() instanceof Number ? ">" : "") + cell.getKey())
                .toArray(String[]::new));
        rows.forEach(row -> table.row(row.values().stream().map(Output::text).toArray()));
        return table;
    }

    private static String text(@Nullable Object value) {
        return EscapedText.of(
                value instanceof Collection<?> list
                        ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        : Objects.toString(value, ""));
    }
}
