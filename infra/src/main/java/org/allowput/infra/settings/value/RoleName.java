package org.allowput.infra.settings.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.regex.Pattern;

/**
 * The name of an IAM role.
 *
 * @param text 1 to 64 of letters, digits and {@code +=,.@_-}
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html">CreateRole</a>
 */
public record RoleName(String text) {
    public static final int LONGEST = 64;
    private static final String LARGE_OBJECTS = "-large-objects";
    private static final Pattern NAME = Pattern.compile(pattern(LONGEST));
    private static final String EXPECTED = "the name of an IAM role: 1 to 64 of letters, digits and +=,.@_-";
    /** Of a name to which "-" and an account id can be appended. */
    private static final int LONGEST_PREFIX = 51;

    /** A name to which "-" and an account id can be appended. @throws IllegalArgumentException if the text is none */
    public static RoleName prefix(String text) {
        Expectation.require(text.length() <= LONGEST_PREFIX, EXPECTED);
        return new RoleName(text);
    }

    /** What the name of a role, a group or a user in IAM matches, with at most so many characters. */
    public static String pattern(int longest) {
        return "[A-Za-z0-9+=,.@_-]{1," + longest + "}";
    }

    /** The name of the role of the workflow's function, where the name of the function's role is agreed. */
    public RoleName ofLargeObjects() {
        return new RoleName(
                text.substring(0, Math.min(text.length(), LONGEST - LARGE_OBJECTS.length())) + LARGE_OBJECTS);
    }

    /** @throws IllegalArgumentException if IAM does not accept the name */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RoleName {
        Expectation.require(NAME.matcher(text).matches(), EXPECTED);
    }

    @Override
    public String toString() {
        return text;
    }
}
