package org.allowput.lambda.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version of the function, which Maven writes into {@code function.properties}. */
public final class BuildVersion {
    private BuildVersion() {}

    public static String read() {
        Properties properties = new Properties();
        try (InputStream file = Objects.requireNonNull(
                BuildVersion.class.getResourceAsStream("/function.properties"), "function.properties is missing")) {
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("version");
    }
}
