package org.allowput.infra.construct;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** A file that is packed with the app. */
public final class PackagedFile {
    private PackagedFile() {}

    /** The text of the file at a path from the root of the resources. */
    public static String text(String path) {
        try (InputStream file = Objects.requireNonNull(PackagedFile.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
