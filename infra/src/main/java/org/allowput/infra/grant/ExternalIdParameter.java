package org.allowput.infra.grant;

import org.allowput.infra.settings.ExternalIdSyntax;
import software.amazon.awscdk.CfnParameter;
import software.constructs.Construct;

/**
 * An ExternalId, as CloudFormation takes it: not shown, and checked before anything is created. One that is required
 * has no default; one that is optional is empty by default.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">NoEcho</a>
 */
public final class ExternalIdParameter {
    private ExternalIdParameter() {}

    /** A reference to one that has to be there: the value itself is in no template. */
    public static String required(Construct scope, String name, String description) {
        return builder(scope, name, description, "The ExternalId has to be ")
                .minLength(ExternalIdSyntax.MIN_LENGTH)
                .maxLength(ExternalIdSyntax.MAX_LENGTH)
                .allowedPattern(ExternalIdSyntax.PATTERN)
                .build()
                .getValueAsString();
    }

    /** A reference to one that need not be there. */
    static String optional(Construct scope, String name, String description) {
        return builder(scope, name, description, "The ExternalId has to be empty, or ")
                .defaultValue("")
                .allowedPattern(ExternalIdSyntax.OPTIONAL_PATTERN)
                .build()
                .getValueAsString();
    }

    private static CfnParameter.Builder builder(Construct scope, String name, String description, String constraint) {
        return CfnParameter.Builder.create(scope, name)
                .type("String")
                .noEcho(true)
                .description(description)
                .constraintDescription(constraint + ExternalIdSyntax.EXPECTED);
    }
}
