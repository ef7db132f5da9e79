package org.allowput.lambda.resource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The files in the function's jar. */
public final class ResourceFile {
    private ResourceFile() {}

    /** The content of a file that is there. Its name begins with a slash. */
    public static byte[] bytes(String name) {
        try (InputStream file = Objects.requireNonNull(ResourceFile.class.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Properties properties(String name) {
        Properties properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(bytes(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
