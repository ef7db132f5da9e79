package org.allowput.infra.settings.section;

import java.util.Optional;

/** Email addresses, which have to be given, or said to be absent. */
public final class Addresses {
    /** Says that there is none. */
    public static final String NONE = "none";

    private Addresses() {}

    static Optional<String> of(String email) {
        return Optional.of(email).filter(address -> !address.equals(NONE));
    }
}
