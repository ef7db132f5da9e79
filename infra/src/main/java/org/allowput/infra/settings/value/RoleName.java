package org.allowput.infra.settings.value;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * The name of an IAM role.
 *
 * @param text 1 to 64 of letters, digits and {@code +=,.@_-}
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html">CreateRole</a>
 */
public record RoleName(String text) {
    private static final int LONGEST = 64;
    private static final String LARGE_OBJECTS = "-large-objects";

    /** The schema of the settings has checked the text. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RoleName {}

    /** The name of the role of the workflow's function, where the name of the function's role is agreed. */
    public RoleName ofLargeObjects() {
        return new RoleName(
                text.substring(0, Math.min(text.length(), LONGEST - LARGE_OBJECTS.length())) + LARGE_OBJECTS);
    }

    @Override
    public String toString() {
        return text;
    }
}
