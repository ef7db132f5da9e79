package org.allowput.ops.acceptance.check;

import org.allowput.ops.cli.OperationException;

/** The commands for operators, for one stack of account B. */
@FunctionalInterface
public interface OperatorCommands {
    /** How a command ended, and what it printed. */
    record Ended(int status, String output) {
        /**
         * This, if the command succeeded.
         *
         * @throws OperationException if it did not
         */
        public Ended require() {
            if (status != 0) {
                throw new OperationException("A command ended with status " + status + ": " + output);
            }
            return this;
        }
    }

    /** Runs a command such as {@code redrive}. */
    Ended run(String command, String... arguments);
}
