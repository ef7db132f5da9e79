package org.allowput.sandbox;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Standard output of a command that a script might read: with {@code --json} one JSON value a line, and nothing else.
 */
final class Output {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--json", description = "Prints JSON, one value a line, for scripts.")
    private boolean json;

    /** Whether it is for a script. */
    boolean isJson() {
        return json;
    }

    PrintWriter writer() {
        return command.commandLine().getOut();
    }

    /** Prints maps, lists, strings and numbers as one line. */
    void print(Object value) {
        try {
            writer().println(JSON.std.asString(value));
            writer().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
