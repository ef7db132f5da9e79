package org.allowput.ops.proof.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** A text that stands beside a class. */
public final class TextFile {
    private TextFile() {}

    public static String read(Class<?> beside, String name) {
        try (InputStream file = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a table, without those that begin with {@code #}. */
    public static List<String> lines(Class<?> beside, String name) {
        return read(beside, name).lines().filter(line -> !line.startsWith("#")).toList();
    }
}
