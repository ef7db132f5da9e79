package org.allowput.infra.construct;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

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

    /** The mapping that the file in YAML at that path has. */
    public static Map<String, Object> yaml(String path) {
        return new Yaml().load(text(path));
    }
}
