package org.allowput.infra;

import org.allowput.infra.settings.ExternalIdSyntax;
import software.amazon.awscdk.CfnParameter;
import software.constructs.Construct;

/**
 * The ExternalId, as CloudFormation takes it: without a default, not shown, and checked before anything is created.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">NoEcho</a>
 */
final class ExternalIdParameter extends Construct {
    private final CfnParameter parameter;

    ExternalIdParameter(Construct scope, String name, String description) {
        super(scope, name + "Parameter");
        parameter = CfnParameter.Builder.create(this, name)
                .type("String")
                .description(description)
                .noEcho(true)
                .minLength(ExternalIdSyntax.MIN_LENGTH)
                .maxLength(ExternalIdSyntax.MAX_LENGTH)
                .allowedPattern(ExternalIdSyntax.PATTERN)
                .constraintDescription("The ExternalId has to be " + ExternalIdSyntax.EXPECTED)
                .build();
        parameter.overrideLogicalId(name);
    }

    /** A reference: the value itself is in no template. */
    String reference() {
        return parameter.getValueAsString();
    }
}
