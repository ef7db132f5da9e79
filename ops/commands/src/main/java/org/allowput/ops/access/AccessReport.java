package org.allowput.ops.access;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.Table;

/** What was tried, and what happened. */
public record AccessReport(List<Attempt> attempts) {
    /** Prints all attempts and returns the exit code. */
    int print(Output output) {
        if (output.isJson()) {
            output.printRows(attempts.stream().map(AccessReport::fields), 0);
        } else {
            write(output.writer());
        }
        return (attempts.stream().allMatch(Attempt::asExpected) ? ExitStatus.OK : ExitStatus.FINDINGS).code();
    }

    /** Prints all attempts as a table. */
    public void write(PrintWriter out) {
        Table table = new Table("access", "expected", "happened", "");
        for (Attempt attempt : attempts) {
            String verdict = !attempt.tried() ? "-" : attempt.asExpected() ? "ok" : "WRONG";
            table.row(attempt.what(), attempt.expected(), attempt.happened(), verdict);
        }
        out.print(table);
        long tried = attempts.stream().filter(Attempt::tried).count();
        long wrong = attempts.stream().filter(attempt -> !attempt.asExpected()).count();
        out.printf("%d attempts, %d not as expected; %d not tried.%n", tried, wrong, attempts.size() - tried);
        out.flush();
    }

    private static Map<String, Object> fields(Attempt attempt) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("who", attempt.who());
        fields.put("action", attempt.action());
        fields.put("expected", attempt.expected());
        fields.put("happened", attempt.happened());
        fields.put("asExpected", attempt.asExpected());
        return fields;
    }
}
