package org.allowput.ops.cli;

/** How wide the terminal is that a command prints to. The scripts in {@code bin} pass it on as a system property. */
public final class TerminalWidth {
    /** The system property with the number of columns; 0 or nothing if the output is not a terminal. */
    static final String PROPERTY = "terminal.columns";

    private TerminalWidth() {}

    /** The number of columns; if the output is not a terminal there is no limit. */
    public static int columns() {
        int columns = Integer.getInteger(PROPERTY, 0);
        return columns > 0 ? columns : Integer.MAX_VALUE;
    }
}
