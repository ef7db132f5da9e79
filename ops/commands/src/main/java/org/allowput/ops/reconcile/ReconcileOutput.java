package org.allowput.ops.reconcile;

import java.io.PrintWriter;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.Table;
import org.allowput.ops.cli.TerminalWidth;
import org.allowput.ops.compare.Finding;
import org.allowput.ops.compare.Report;

record ReconcileOutput(Report report) {
    private static final int MAX_ROWS = 100;
    private static final Set<Finding.Kind> ALWAYS = Set.of(Finding.Kind.MISSING, Finding.Kind.STALE);

    void write(PrintWriter out) {
        if (report.findings() > 0) {
            Table table = new Table("what", "key", ">bytes", "last modified", "why");
            report.first(
                    MAX_ROWS,
                    finding -> table.row(
                            finding.kind().label(),
                            EscapedText.of(finding.key()),
                            finding.size(),
                            finding.lastModified(),
                            EscapedText.of(finding.reason())));
            out.print(table.fitting(TerminalWidth.columns()));
            if (report.findings() > MAX_ROWS) {
                out.printf("and %d more: --json lists all%n", report.findings() - MAX_ROWS);
            }
            out.println();
        }
        String kinds = Stream.of(Finding.Kind.values())
                .filter(kind -> ALWAYS.contains(kind) || report.count(kind) > 0)
                .map(kind -> ", %d %s".formatted(report.count(kind), kind.label()))
                .collect(Collectors.joining());
        out.printf(
                "%d copied%s; not judged: %d that changed just now, %d without a receipt that changed before %s, where"
                        + " the receipts begin%s%s%n",
                report.number("copied"),
                kinds,
                report.number("tooYoung"),
                report.number("notJudged"),
                report.receiptsSince(),
                count("withoutSource", "copied without a source object"),
                count("onlyInInventory", "only in A's inventory"));
    }

    private String count(String name, String what) {
        return report.number(name) == 0 ? "" : "; %d %s".formatted(report.number(name), what);
    }

    /** Warns of receipts that could not be read. */
    void writeUnreadable(PrintWriter err) {
        long count = report.receipts().unreadable();
        if (count == 0) {
            return;
        }
        err.printf(
                "%d %s of receipts could not be read. Objects that changed before %s can therefore seem to be missing"
                        + " or stale:%n",
                count,
                count == 1 ? "object" : "objects",
                report.receipts().unreadableUntil().orElseThrow());
        report.receipts().named().forEach(each -> err.println("  " + EscapedText.of(each)));
        err.flush();
    }

    /** One line per finding, and the numbers on the last one. */
    void writeJson(Output output) {
        report.first(Long.MAX_VALUE, finding -> output.print(finding.json()));
        output.print(report.counts());
    }
}
