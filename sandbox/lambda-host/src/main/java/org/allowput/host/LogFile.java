package org.allowput.host;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.allowput.host.settings.LogEvent;

/** Appends log events to a file, each as one line that is readable by others at once. */
public record LogFile(PrintWriter writer) implements Consumer<LogEvent>, AutoCloseable {
    /** Opens {@code file}, and makes it and its folder where they are not there. */
    public static LogFile open(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return new LogFile(
                new PrintWriter(Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
    }

    @Override
    public synchronized void accept(LogEvent event) {
        writer.println(event);
        if (writer.checkError()) {
            throw new IllegalStateException("The log of the function cannot be written");
        }
    }

    @Override
    public synchronized void close() {
        writer.close();
    }
}
