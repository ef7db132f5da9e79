package org.allowput.sandbox.host;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.allowput.sandbox.host.settings.LogEvent;

/** Appends log events to a file, each as one line that is readable by others at once. */
public final class LogFile implements Consumer<LogEvent>, AutoCloseable {

    private final BufferedWriter writer;

    private LogFile(BufferedWriter writer) {
        this.writer = writer;
    }

    /** Opens {@code file}, and makes it and its folder where they are not there. */
    public static LogFile open(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return new LogFile(Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    @Override
    public synchronized void accept(LogEvent event) {
        try {
            writer.write(event.toString());
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The log of the function cannot be written", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }
}
