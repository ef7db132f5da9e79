package org.allowput.ops.compare;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.allowput.contract.resource.ResourceFile;

/** The files of {@code queries}: {@code tables.sql}, and a query each, which is a view of its file's name. */
public final class Queries {
    /** That answer a question of their own. */
    public static final List<String> NAMED = List.of(
            "copied", "lag", "missing", "stale", "waiting", "largest", "timeline", "unreceipted", "bill", "dead");

    /** Those, and before them the rules of the commands: each uses tables and earlier views alone. */
    static final List<String> VIEWS = Stream.of(
                    List.of("parsed", "receipt_objects", "parameters", "unreadable"),
                    List.of("history", "status", "findings", "unsent", "summary"),
                    List.of("delivered", "confirmation", "confirmed"),
                    List.of("endings", "whereabouts"),
                    NAMED)
            .flatMap(List::stream)
            .toList();

    private Queries() {}

    /** The SQL of a file. */
    public static String text(String name) {
        return ResourceFile.text(Queries.class, "/queries/" + name + ".sql");
    }

    /** The first sentence of its header. */
    public static String description(String name) {
        return text(name).replaceFirst("(?s)-- (.*?)[.:]\\s.*", "$1.");
    }

    /** Whether a query is about receipts alone, which Athena has, too. */
    public static boolean isOfReceipts(String sql) {
        return Collections.disjoint(words(sql), Set.of("asked", "source", "target", "dead_letters"));
    }

    /** The words of a query and of the views that it names, tables among them, in lower case. */
    public static Set<String> words(String sql) {
        Set<String> words = new HashSet<>(split(sql));
        for (String view : VIEWS.reversed()) {
            if (words.contains(view)) {
                words.addAll(split(text(view)));
            }
        }
        return words;
    }

    private static List<String> split(String sql) {
        return List.of(sql.replaceAll("--[^\\n]*", "").toLowerCase(Locale.ROOT).split("\\W+", -1));
    }
}
