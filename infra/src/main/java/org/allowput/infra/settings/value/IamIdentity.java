package org.allowput.infra.settings.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/**
 * A group, role or user of account B, written as its ARN ends: {@code role/NAME}.
 *
 * @param name without a path, by which policies are put into it
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html">IAM identifiers</a>
 */
public record IamIdentity(Kind kind, String name) {
    /** What can have a policy of its own. */
    public enum Kind {
        GROUP,
        ROLE,
        USER
    }

    /** Reads how an ARN ends, which the schema of the settings has checked. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static IamIdentity parse(String text) {
        int slash = text.indexOf('/');
        return new IamIdentity(
                Kind.valueOf(text.substring(0, slash).toUpperCase(Locale.ROOT)), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "/" + name;
    }
}
