package org.allowput.ops.records;

import java.util.List;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.allowput.ops.queue.DeadLetter;

/** Fills the table {@code dead_letters}. */
public final class DeadLetterRows {
    private DeadLetterRows() {}

    /** Instead of what was there before. */
    public static void load(Database database, List<DeadLetter> letters) {
        database.execute("DELETE FROM dead_letters");
        try (TableWriter rows = database.writer("dead_letters")) {
            for (DeadLetter letter : letters) {
                for (String key : letter.keys()) {
                    rows.row(
                            letter.message().messageId(),
                            key,
                            letter.sent().orElse(null),
                            letter.received(),
                            letter.reason().orElse(null));
                }
            }
        }
    }
}
