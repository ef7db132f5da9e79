package org.allowput.infra;

import java.util.Map;
import org.allowput.infra.construct.PackagedFile;

/** The version of this project and the address of its pages, which Maven writes into {@code release.yaml}. */
public final class Release {
    private static final Map<String, Object> WRITTEN = PackagedFile.yaml("/release.yaml");

    private Release() {}

    public static String version() {
        return String.valueOf(WRITTEN.get("version"));
    }

    /** The address of a page of docs/, for people who have no checkout. */
    public static String page(String name) {
        return WRITTEN.get("documentation") + "/" + name;
    }
}
