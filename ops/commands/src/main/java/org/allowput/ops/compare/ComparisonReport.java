package org.allowput.ops.compare;

import java.util.List;
import java.util.Map;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.jspecify.annotations.Nullable;

/** Prints what a comparison has found. */
public record ComparisonReport(Database database, Output output) {
    private static final int MAX_ROWS = 100;
    private static final int MAX_UNREADABLE = 10;

    /** Names objects of receipts that could not be read: the first ten, and what follows of it. */
    public void warnOfUnreadable() {
        List<Map<String, @Nullable Object>> unreadable = database.rows(
                "SELECT address, reason FROM receipt_objects WHERE reason IS NOT NULL ORDER BY address LIMIT "
                        + MAX_UNREADABLE);
        unreadable.forEach(object -> output.warn("not read: " + object.get("address") + ": " + object.get("reason")));
        if (!unreadable.isEmpty()) {
            database.rows("SELECT unreadable, iso(unreadableUntil) AS unreadableUntil FROM parameters")
                    .forEach(all -> output.warn(all.get("unreadable")
                            + " of the objects of receipts could not be read: what was copied before "
                            + all.get("unreadableUntil") + " can therefore seem not to be"));
        }
    }

    /**
     * Prints findings, and what all of them come to: as numbers for scripts, and as a sentence for people.
     *
     * @param findings the query that lists them
     * @return the exit code
     * @throws OperationException if nothing was compared
     */
    public int print(String findings, Counts counts, Verdict verdict) {
        warnOfUnreadable();
        long found = database.query(findings, rows -> output.printRows(rows, MAX_ROWS));
        counts.columns().put("attention", verdict instanceof Verdict.Disagreed);
        output.print(counts.columns(), (found > 0 ? "\n" : "") + verdict.sentence() + "\n");
        return switch (verdict) {
            case Verdict.Agreed _ -> ExitStatus.OK.code();
            case Verdict.Disagreed _ -> ExitStatus.FINDINGS.code();
            case Verdict.NothingCompared(String _, String reason) ->
                throw new OperationException("Nothing was compared: " + reason);
        };
    }
}
