package org.allowput.ops.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of {@code queries}: {@code tables.sql}, and a query each, which is a view of its file's name. */
public final class Queries {
    /** By which the comparisons decide. */
    private static final List<String> RULES = List.of(
            "history",
            "status",
            "findings",
            "summary",
            "delivered",
            "confirmation",
            "confirmed",
            "endings",
            "whereabouts");

    /** That answer a question of their own. */
    public static final List<String> NAMED = List.of(
            "copied", "lag", "missing", "stale", "waiting", "largest", "timeline", "unreceipted", "bill", "dead");

    /** In their order: each uses tables and earlier views alone. */
    static final List<String> VIEWS =
            Stream.concat(RULES.stream(), NAMED.stream()).toList();

    /** The tables that Athena does not have. */
    private static final Set<String> OTHERS = Set.of(
            "parameters",
            "receipt_objects",
            "source",
            "target",
            "clearances",
            "dead_letters",
            "versions",
            "checksums",
            "log_lines",
            "searched");

    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");
    private static final Pattern WORD = Pattern.compile("\\w+");

    private Queries() {}

    /** The SQL of a file. */
    public static String text(String name) {
        try (InputStream file =
                Objects.requireNonNull(Queries.class.getResourceAsStream("/queries/" + name + ".sql"), name)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first sentence of its header. */
    public static String description(String name) {
        return text(name)
                .lines()
                .findFirst()
                .orElseThrow()
                .replaceFirst("-- (.*?[.:]).*", "$1")
                .replaceFirst(":$", ".");
    }

    /** Whether a query is about receipts alone. */
    public static boolean isOfReceipts(String sql) {
        return Collections.disjoint(words(sql), OTHERS);
    }

    /** The words of a query and of the views that it names, tables among them, in lower case. */
    public static Set<String> words(String sql) {
        Set<String> words = new HashSet<>();
        addWords(sql, words);
        return words;
    }

    private static void addWords(String sql, Set<String> words) {
        WORD.matcher(COMMENT.matcher(sql).replaceAll("")).results().forEach(match -> {
            String word = match.group().toLowerCase(Locale.ROOT);
            if (words.add(word) && VIEWS.contains(word)) {
                addWords(text(word), words);
            }
        });
    }
}
