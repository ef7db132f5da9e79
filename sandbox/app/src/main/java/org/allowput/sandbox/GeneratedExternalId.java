package org.allowput.sandbox;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The id that both accounts agreed on. It is shown to nobody: {@link #toString} does not contain it. */
public record GeneratedExternalId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

    public GeneratedExternalId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("An ExternalId has 2 to 1,224 characters of [\\w+=,.@:/-]");
        }
    }

    /** 128 random bits. */
    public static GeneratedExternalId random() {
        byte[] bits = new byte[16];
        new SecureRandom().nextBytes(bits);
        return new GeneratedExternalId("sandbox-" + HexFormat.of().formatHex(bits));
    }

    /** The text with every occurrence of the id replaced. */
    String maskedIn(String text) {
        return text.replace(value, "***");
    }

    @Override
    public String toString() {
        return "ExternalId[***]";
    }
}
