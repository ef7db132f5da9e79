package org.allowput.ops.reconcile;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.Table;
import org.allowput.ops.cli.TerminalWidth;
import org.allowput.ops.reconcile.compare.Finding;
import org.allowput.ops.reconcile.compare.Report;

record ReconcileOutput(Report report) {
    private static final int MAX_ROWS = 100;
    private static final int MAX_UNREADABLE = 10;
    private static final Set<Finding.Kind> ALWAYS = Set.of(Finding.Kind.MISSING, Finding.Kind.STALE);

    void write(PrintWriter out) {
        List<Finding> findings = report.findings();
        if (!findings.isEmpty()) {
            Table table = new Table("what", "key", ">bytes", "last modified", "why");
            findings.stream()
                    .limit(MAX_ROWS)
                    .forEach(finding -> table.row(
                            finding.kind().label(),
                            EscapedText.of(finding.key()),
                            finding.size(),
                            finding.lastModified(),
                            finding.reason()));
            out.print(table.fitting(TerminalWidth.columns()));
            if (findings.size() > MAX_ROWS) {
                out.printf("and %d more: --json lists all%n", findings.size() - MAX_ROWS);
            }
            out.println();
        }
        String kinds = Stream.of(Finding.Kind.values())
                .filter(kind -> ALWAYS.contains(kind) || report.count(kind) > 0)
                .map(kind -> ", %d %s".formatted(report.count(kind), kind.label()))
                .collect(Collectors.joining());
        out.printf(
                "%d copied%s; not judged: %d that changed just now, %d without a receipt that changed before %s, where"
                        + " the receipts begin%s%n",
                report.copied(),
                kinds,
                report.tooYoung(),
                report.notJudged(),
                report.receiptsSince(),
                report.onlyInInventory() == 0 ? "" : "; " + report.onlyInInventory() + " only in A's inventory");
    }

    /** Warns of receipts that could not be read. */
    void writeUnreadable(PrintWriter err) {
        int count = report.unreadable().size();
        if (count == 0) {
            return;
        }
        err.printf(
                "%d %s of receipts could not be read, so that objects can seem to be missing:%n",
                count, count == 1 ? "object" : "objects");
        report.unreadable().stream().limit(MAX_UNREADABLE).forEach(each -> err.println("  " + EscapedText.of(each)));
        err.flush();
    }

    /** The same, with all findings. */
    Map<String, Object> asJson() {
        Map<String, Object> json = report.counts();
        json.put("unreadableReceipts", report.unreadable());
        json.put(
                "findings",
                report.findings().stream().map(ReconcileOutput::json).toList());
        return json;
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", finding.kind().label());
        json.put("key", finding.key());
        json.put("size", finding.size());
        json.put("eTag", finding.eTag());
        json.put("lastModified", finding.lastModified().toString());
        json.put("why", finding.reason());
        return json;
    }
}
