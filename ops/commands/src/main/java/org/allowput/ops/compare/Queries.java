package org.allowput.ops.compare;

import java.util.Collections;
import java.util.List;
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
                    List.of("parsed", "receipt_objects", "parameters"),
                    List.of("history", "status", "findings", "unsent", "summary"),
                    List.of("delivered", "confirmation", "confirmed"),
                    NAMED)
            .flatMap(List::stream)
            .toList();

    private Queries() {}

    /** The SQL of a file. */
    public static String text(String name) {
        return ResourceFile.text(Queries.class, "/queries/" + name + ".sql");
    }

    /** What a query in Athena begins with: the receipts that fulfil a condition. */
    public static String receiptsInAthena(String condition) {
        return text("athena")
                .replace("${columns}", ReceiptMacros.schema().columnsInAthena())
                .replace("${condition}", condition);
    }

    /** The first sentence of its header. */
    public static String description(String name) {
        return text(name).replaceFirst("(?s)-- (.*?)[.:]\\s.*", "$1.");
    }

    /**
     * The tables and views that a query reads, those that its views read included.
     *
     * @throws SyntaxException if it is not one query that DuckDB can parse
     */
    public static Set<String> relations(String sql) {
        return new Relations().of(sql);
    }

    /** Whether they are receipts alone, which Athena has, too. */
    public static boolean areOfReceipts(Set<String> relations) {
        return Collections.disjoint(relations, Set.of("asked", "source", "target", "dead_letters"));
    }
}
