package org.allowput.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version of this project and the address of its pages, which Maven writes into {@code infra.properties}. */
public final class Release {
    private Release() {}

    public static String version() {
        return property("version");
    }

    /** The address of a page of docs/, for people who have no checkout. */
    public static String page(String name) {
        return property("documentation") + "/" + name;
    }

    private static String property(String name) {
        Properties properties = new Properties();
        try (InputStream file = Objects.requireNonNull(
                Release.class.getResourceAsStream("/infra.properties"), "infra.properties is missing")) {
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty(name);
    }
}
