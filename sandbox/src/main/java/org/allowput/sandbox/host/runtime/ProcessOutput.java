package org.allowput.sandbox.host.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * The lines that a process prints into a file. Nothing here waits for more, so that after the end of an invocation the
 * host can first read everything that the function had printed by then: {@code REPORT} never comes before a line of its
 * invocation.
 */
final class ProcessOutput implements AutoCloseable {

    private final InputStream in;
    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean closed;

    ProcessOutput(InputStream in, Consumer<String> lines) {
        this.in = in;
        this.lines = lines;
    }

    /** Passes on every line that is complete by now; nothing after the end, when all has been passed on. */
    synchronized void pass() {
        if (closed) {
            return;
        }
        try {
            for (byte read : in.readAllBytes()) {
                if (read == '\n') {
                    endLine();
                } else {
                    line.write(read);
                }
            }
        } catch (IOException e) {
            line.writeBytes(("The output of the function cannot be read: " + e.getMessage()).getBytes(UTF_8));
            endLine();
        }
    }

    /** Passes on everything printed so far, also a line without its end: the runtime client's logger writes none. */
    synchronized void passAll() {
        pass();
        if (line.size() > 0) {
            endLine();
        }
    }

    /** Passes on the rest. */
    @Override
    public synchronized void close() {
        passAll();
        closed = true;
        try {
            in.close();
        } catch (IOException e) {
            lines.accept("The output of the function cannot be closed: " + e.getMessage());
        }
    }

    private void endLine() {
        lines.accept(line.toString(UTF_8));
        line.reset();
    }
}
