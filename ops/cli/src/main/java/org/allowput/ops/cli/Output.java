package org.allowput.ops.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Standard output of a command that a script may read: with {@code --json} one JSON value per line, nothing else. */
public final class Output {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--json", description = "Prints JSON, one value per line, for scripts.")
    private boolean json;

    /** Whether the output is for a script. */
    public boolean isJson() {
        return json;
    }

    public PrintWriter writer() {
        return command.commandLine().getOut();
    }

    /** Standard error: progress, questions and warnings. */
    public PrintWriter errorWriter() {
        return command.commandLine().getErr();
    }

    /** Prints one of the two: the value for a script, or the text with its line ends. */
    public void print(Object value, String text) {
        if (json) {
            print(value);
        } else {
            writer().print(text);
            writer().flush();
        }
    }

    /** Prints maps, lists, strings and numbers as one line. */
    public void print(Object value) {
        try {
            writer().println(JSON.std.asString(value));
            writer().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
