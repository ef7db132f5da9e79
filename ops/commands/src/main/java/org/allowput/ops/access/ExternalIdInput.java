package org.allowput.ops.access;

import java.io.Console;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Scanner;
import org.allowput.ops.cli.OperationException;

/**
 * Where a command gets the ExternalId. It is not an option: others on this computer could read that, and the shell's
 * history would keep it.
 */
final class ExternalIdInput {
    private static final String VARIABLE = "EXTERNAL_ID";

    private ExternalIdInput() {}

    /**
     * The value of the variable if it is set. Otherwise what is typed at the terminal, without an echo, or the first
     * line of standard input.
     *
     * @throws OperationException if there is none
     */
    static String read() {
        String set = Objects.requireNonNullElse(System.getenv(VARIABLE), "");
        String given = set.isEmpty() ? input() : set;
        if (given.isBlank()) {
            throw new OperationException(
                    "No ExternalId was given: type it at the prompt, pass it on standard input, or set " + VARIABLE
                            + ".");
        }
        return given.strip();
    }

    @SuppressWarnings("SystemConsoleNull") // Since JDK 25 it is null again where standard input is no terminal.
    private static String input() {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            char[] typed = console.readPassword("ExternalId (not shown): ");
            return typed == null ? "" : new String(typed);
        }
        Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
        return lines.hasNextLine() ? lines.nextLine() : "";
    }
}
