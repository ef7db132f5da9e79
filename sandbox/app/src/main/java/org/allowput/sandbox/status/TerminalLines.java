package org.allowput.sandbox.status;

import java.io.PrintWriter;
import java.util.List;

/** Lines in a terminal that are written over the ones before. After each showing the cursor is below them. */
public final class TerminalLines {
    private final PrintWriter out;
    private int shown;

    public TerminalLines(PrintWriter out) {
        this.out = out;
    }

    public void show(List<String> lines) {
        if (shown > 0) {
            // To the beginning of the line that is so many lines up, and nothing is left below: ECMA-48, CPL and ED.
            out.print("\033[" + shown + "F\033[J");
        }
        lines.forEach(out::println);
        out.flush();
        shown = lines.size();
    }
}
