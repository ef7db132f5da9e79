package org.allowput.contract.resource;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** A file that is packed with a class: beside it, or after a slash from the root of its class path. */
public final class ResourceFile {
    private ResourceFile() {}

    public static byte[] bytes(Class<?> owner, String name) {
        try (InputStream file = Objects.requireNonNull(owner.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Class<?> owner, String name) {
        return new String(bytes(owner, name), UTF_8);
    }

    /** Without those that begin with {@code #}. */
    public static List<String> lines(Class<?> owner, String name) {
        return text(owner, name).lines().filter(line -> !line.startsWith("#")).toList();
    }

    public static Properties properties(Class<?> owner, String name) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text(owner, name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
