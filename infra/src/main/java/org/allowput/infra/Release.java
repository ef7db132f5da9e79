package org.allowput.infra;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.allowput.infra.construct.PackagedFile;

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
        try {
            properties.load(new StringReader(PackagedFile.text("/infra.properties")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty(name);
    }
}
