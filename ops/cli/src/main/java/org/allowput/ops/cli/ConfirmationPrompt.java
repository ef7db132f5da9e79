package org.allowput.ops.cli;

import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Asks before something is changed, unless {@code --yes} is given. */
public final class ConfirmationPrompt {
    private static final String YES = "(?i) *y(es)? *";

    @Option(names = "--yes", description = "Does not ask for a confirmation.")
    private boolean yes;

    /** Asks, as with "3 messages would be sent". @throws OperationException unless the answer is yes */
    public void require(String action) {
        if (!yes
                && !String.valueOf(terminal(action).readLine("%s. Continue? [y/N] ", action))
                        .matches(YES)) {
            throw new OperationException("Nothing was done.");
        }
    }

    /** Refuses to begin work at whose end nobody could be asked, as with "--requeue asks before it sends". */
    public void requirePossible(String action) {
        if (!yes) {
            terminal(action);
        }
    }

    private static Console terminal(String action) {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .orElseThrow(() ->
                        new OperationException(action + ". Nothing was done: run this command again with --yes."));
    }
}
