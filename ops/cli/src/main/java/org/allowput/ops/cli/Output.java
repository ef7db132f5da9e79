package org.allowput.ops.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    public boolean isJson() {
        return json;
    }

    public PrintWriter writer() {
        return command.commandLine().getOut();
    }

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

    /** What {@link #printFacts} prints, in that order: names and values alternate. Those that are null are left out. */
    public static Map<String, Object> facts(@Nullable Object... namesAndValues) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            Object value = namesAndValues[at + 1];
            if (value != null) {
                facts.put(String.valueOf(namesAndValues[at]), value);
            }
        }
        return facts;
    }

    /** Prints facts by their names: as one JSON object, or each on a line of its own. */
    public void printFacts(Map<String, ?> facts) {
        Stream<String> lines =
                facts.entrySet().stream().map(fact -> "%-17s  %s\n".formatted(fact.getKey(), text(fact.getValue())));
        print(facts, lines.collect(Collectors.joining()));
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
        AtomicLong count = new AtomicLong();
        rows.forEach(row -> {
            count.incrementAndGet();
            if (json) {
                Map<String, @Nullable Object> line = new LinkedHashMap<>(row);
                line.replaceAll((name, value) -> value instanceof Instant ? value.toString() : value);
                print(line);
            } else if (first.size() < mostOfTable) {
                first.add(row);
            }
        });
        if (!first.isEmpty()) {
            writer().print(table(first));
        }
        if (!json && count.get() > mostOfTable) {
            writer().printf("and %d more: --json prints all%n", count.get() - mostOfTable);
        }
        writer().flush();
        return count.get();
    }

    /** Rows with the columns of the first one, which are as wide as they need to be. Its numbers stand at the right. */
    public static String table(List<? extends Map<String, ? extends @Nullable Object>> rows) {
        Map<String, ? extends @Nullable Object> first = rows.getFirst();
        String format = first.keySet().stream()
                .map(column -> {
                    IntStream widths =
                            rows.stream().mapToInt(row -> text(row.get(column)).length());
                    int width = widths.reduce(Math.max(1, column.length()), Math::max);
                    return (first.get(column) instanceof Number ? "%" : "%-") + width + "s";
                })
                .collect(Collectors.joining("  "));
        Stream<Stream<String>> cells =
                rows.stream().map(row -> first.keySet().stream().map(column -> text(row.get(column))));
        return Stream.concat(Stream.of(first.keySet().stream()), cells)
                .map(row -> format.formatted(row.toArray()).stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> facts ->
                facts.entrySet().stream()
                        .map(fact -> fact.getKey() + " " + text(fact.getValue()))
                        .collect(Collectors.joining(", "));
            case Collection<?> list -> list.stream().map(Output::text).collect(Collectors.joining(", "));
            case null -> "";
            default -> EscapedText.of(value.toString());
        };
    }
}
