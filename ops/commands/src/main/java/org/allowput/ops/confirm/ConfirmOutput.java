package org.allowput.ops.confirm;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.allowput.ops.cli.Table;
import org.allowput.ops.cli.TerminalWidth;

/** Prints a comparison. */
record ConfirmOutput(Confirmed confirmed, Output output) {
    private static final int PRINTED = 100;

    /**
     * Prints it, and returns the exit code.
     *
     * @param place what was compared
     * @throws OperationException if nothing was said of any object
     */
    int print(String place) {
        warn(output.errorWriter());
        if (output.isJson()) {
            confirmed.first(Long.MAX_VALUE, finding -> output.print(finding.json()));
            output.print(numbers());
        } else {
            write(output.writer());
        }
        output.writer().flush();
        if (confirmed.noted() + confirmed.findings() == 0) {
            throw new OperationException("Nothing was compared: below s3://" + place
                    + " there is no object that arrived since " + confirmed.since()
                    + " and not just now, and no receipt is of one. Correct --prefix or --since, or wait.");
        }
        return (confirmed.findings() + confirmed.receipts().unreadable() == 0 ? ExitStatus.OK : ExitStatus.FINDINGS)
                .code();
    }

    private void warn(PrintWriter err) {
        confirmed.receipts().named().forEach(each -> err.println("not a receipt: " + EscapedText.of(each)));
        if (confirmed.receipts().unreadable() > 0) {
            err.printf(
                    "%,d objects of receipts could not be read: objects that arrived before %s can therefore seem to be"
                            + " not noted.%n",
                    confirmed.receipts().unreadable(),
                    confirmed.receipts().unreadableUntil().orElseThrow());
        }
        err.flush();
    }

    private void write(PrintWriter out) {
        if (confirmed.findings() > 0) {
            Table table = new Table("what", "key", "version", "why");
            confirmed.first(
                    PRINTED,
                    finding -> table.row(
                            finding.kind(),
                            EscapedText.of(finding.key()),
                            EscapedText.of(finding.versionId()),
                            EscapedText.of(finding.why())));
            out.print(table.fitting(TerminalWidth.columns()));
            if (confirmed.findings() > PRINTED) {
                out.printf("and %,d more: --json lists all%n", confirmed.findings() - PRINTED);
            }
            out.println();
        }
        out.printf(
                "%,d of %,d equal; %,d not-noted; %,d differs; %,d missing; %,d not-read; not judged: %,d that arrived"
                        + " just now, and what arrived before %s%n",
                confirmed.number("equal"),
                confirmed.noted(),
                confirmed.number("not-noted"),
                confirmed.number("differs"),
                confirmed.number("missing"),
                confirmed.number("not-read"),
                confirmed.number("too-young"),
                confirmed.since());
    }

    private Map<String, Object> numbers() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("noted", confirmed.noted());
        for (String kind : new String[] {"equal", "differs", "missing", "not-noted", "not-read"}) {
            json.put(kind, confirmed.number(kind));
        }
        json.put("tooYoung", confirmed.number("too-young"));
        json.put("unreadableReceipts", confirmed.receipts().unreadable());
        json.put("since", confirmed.since().toString());
        return json;
    }
}
