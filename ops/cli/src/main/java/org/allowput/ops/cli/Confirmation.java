package org.allowput.ops.cli;

import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Asks before something is changed. */
public final class Confirmation {
    @Option(names = "--yes", description = "Does not ask for a confirmation.")
    private boolean yes;

    /**
     * Asks, unless {@code --yes} is given.
     *
     * @param action what would be done, in the form "3 messages would be sent"
     * @throws OperationException if the answer is not yes, or there is nobody to ask
     */
    public void require(String action) {
        if (yes) {
            return;
        }
        Console console = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .orElseThrow(() ->
                        new OperationException(action + ". Nothing was done: run this command again with --yes."));
        String answer = console.readLine("%s. Continue? [y/N] ", action);
        if (answer == null
                || !(answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"))) {
            throw new OperationException("Nothing was done.");
        }
    }
}
