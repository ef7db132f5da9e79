package org.allowput.sandbox.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that another process appends lines to. Each look gives the lines that were finished since the look before;
 * half a line waits until it is whole. A file that became shorter was begun anew, and is read from its beginning.
 */
public final class GrowingFile {
    private static final int BUFFER_SIZE = 1 << 16;

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
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < position) {
                position = 0;
                unfinished.reset();
            }
            channel.position(position);
            List<String> lines = new ArrayList<>();
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
            while (channel.read(buffer.clear()) > 0) {
                position += buffer.position();
                split(buffer.flip(), lines);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void split(ByteBuffer bytes, List<String> lines) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                lines.add(unfinished.toString(UTF_8));
                unfinished.reset();
            } else {
                unfinished.write(next);
            }
        }
    }
}
