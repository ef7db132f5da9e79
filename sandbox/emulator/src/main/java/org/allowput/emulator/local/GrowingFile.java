package org.allowput.emulator.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that another process appends lines to. Each look gives the lines that were finished since the look before;
 * half a line waits until it is whole. A file that became shorter was replaced, and is read from its beginning.
 */
public final class GrowingFile {
    private final Path file;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private long position;

    /** Nothing is read yet, and the file need not be there yet. */
    public GrowingFile(Path file) {
        this.file = file;
    }

    /** The lines since the look before. @throws UncheckedIOException when the file cannot be read */
    public List<String> newLines() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) < position) {
                position = 0;
                unfinished.reset();
            }
            in.skipNBytes(position);
            byte[] read = in.readAllBytes();
            position += read.length;
            return lines(read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines(byte[] read) {
        List<String> lines = new ArrayList<>();
        for (byte next : read) {
            if (next == '\n') {
                lines.add(unfinished.toString(UTF_8));
                unfinished.reset();
            } else {
                unfinished.write(next);
            }
        }
        return lines;
    }
}
