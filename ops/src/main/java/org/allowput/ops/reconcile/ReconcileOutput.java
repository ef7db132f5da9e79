package org.allowput.ops.reconcile;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.allowput.ops.cli.Table;
import org.allowput.ops.cli.TerminalWidth;

/**
 * What {@code reconcile} prints.
 *
 * @param sent messages that the queue took
 * @param requeued whether any were to be sent
 */
record ReconcileOutput(Report report, long sent, boolean requeued) {
    private static final int MOST_ROWS = 100;

    void write(PrintWriter out) {
        var findings = report.findings();
        if (!findings.isEmpty()) {
            var table = new Table("what", "key", ">bytes", "last modified", "why");
            findings.stream()
                    .limit(MOST_ROWS)
                    .forEach(finding -> table.row(
                            name(finding), finding.key(), finding.size(), finding.lastModified(), finding.reason()));
            out.print(table.fitting(TerminalWidth.columns()));
            if (findings.size() > MOST_ROWS) {
                out.printf("and %d more: --json lists all%n", findings.size() - MOST_ROWS);
            }
            out.println();
        }
        out.printf(
                "%d copied, %d missing, %d stale; not judged: %d that changed just now, %d from before %s, where the"
                        + " receipts begin%n",
                report.copied(),
                report.count(Finding.Kind.MISSING),
                report.count(Finding.Kind.STALE),
                report.tooYoung(),
                report.notJudged(),
                report.receiptsSince());
        if (requeued) {
            out.printf("%d of %d sent to the queue%n", sent, findings.size());
        }
    }

    /** The same, with all findings. */
    Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("copied", report.copied());
        json.put("missing", report.count(Finding.Kind.MISSING));
        json.put("stale", report.count(Finding.Kind.STALE));
        json.put("tooYoung", report.tooYoung());
        json.put("notJudged", report.notJudged());
        json.put("receiptsSince", report.receiptsSince().toString());
        json.put("sentToQueue", sent);
        json.put(
                "findings",
                report.findings().stream().map(ReconcileOutput::json).toList());
        return json;
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", name(finding));
        json.put("key", finding.key());
        json.put("size", finding.size());
        json.put("eTag", finding.eTag());
        json.put("lastModified", finding.lastModified().toString());
        json.put("why", finding.reason());
        return json;
    }

    private static String name(Finding finding) {
        return finding.kind().name().toLowerCase(Locale.ROOT);
    }
}
