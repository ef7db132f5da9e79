package org.allowput.infra.settings;

import java.util.regex.Pattern;

/**
 * The name of an IAM role.
 *
 * @param text 1 to 64 of letters, digits and {@code +=,.@_-}
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html">CreateRole</a>
 */
public record RoleName(String text) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9+=,.@_-]{1,64}");
    private static final String EXPECTED = "the name of an IAM role: 1 to 64 of letters, digits and +=,.@_-";
    static final Shape<RoleName> SHAPE = Shape.of(EXPECTED, RoleName::new);

    /** A name that "-" and an account still fit behind. */
    static final Shape<RoleName> SHAPE_OF_BASE =
            Shape.of("the name of an IAM role: 1 to 51 of letters, digits and +=,.@_-", text -> {
                Shape.require(text.length() <= 51, EXPECTED);
                return new RoleName(text);
            });

    /** @throws IllegalArgumentException if IAM would refuse the name */
    public RoleName {
        Shape.require(NAME.matcher(text).matches(), EXPECTED);
    }

    @Override
    public String toString() {
        return text;
    }
}
