package org.allowput.sandbox;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine.Option;

/** Output for scripts, where a command has it: one JSON value a line, and nothing else on standard output. */
final class JsonOption {
    @Option(names = "--json", description = "Prints JSON, one value a line, for scripts.")
    private boolean wanted;

    boolean wanted() {
        return wanted;
    }

    /** Maps, records as maps, lists, strings and numbers. */
    static void print(Object value, PrintWriter out) {
        try {
            out.println(JSON.std.asString(value));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
