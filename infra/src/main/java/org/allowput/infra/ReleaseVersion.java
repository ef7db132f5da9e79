package org.allowput.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version of this project, which Maven writes into {@code infra.properties}. */
public final class ReleaseVersion {
    private ReleaseVersion() {}

    public static String read() {
        Properties properties = new Properties();
        try (InputStream file = Objects.requireNonNull(
                ReleaseVersion.class.getResourceAsStream("/infra.properties"), "infra.properties is missing")) {
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("version");
    }
}
