package org.allowput.infra.grant;

import java.util.function.Consumer;
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
public final class ExternalIdParameter extends Construct {
    private final CfnParameter parameter;

    public ExternalIdParameter(Construct scope, String name, String description) {
        this(
                scope,
                name,
                parameter -> parameter
                        .description(description)
                        .minLength(ExternalIdSyntax.MIN_LENGTH)
                        .maxLength(ExternalIdSyntax.MAX_LENGTH)
                        .allowedPattern(ExternalIdSyntax.PATTERN)
                        .constraintDescription("The ExternalId has to be " + ExternalIdSyntax.EXPECTED));
    }

    private ExternalIdParameter(Construct scope, String name, Consumer<CfnParameter.Builder> properties) {
        super(scope, name + "Parameter");
        CfnParameter.Builder builder =
                CfnParameter.Builder.create(this, name).type("String").noEcho(true);
        properties.accept(builder);
        parameter = builder.build();
        parameter.overrideLogicalId(name);
    }

    /** An ExternalId that need not be there. */
    static ExternalIdParameter optional(Construct scope, String name, String description) {
        return new ExternalIdParameter(
                scope,
                name,
                parameter -> parameter
                        .description(description)
                        .defaultValue("")
                        .allowedPattern(ExternalIdSyntax.OPTIONAL_PATTERN)
                        .constraintDescription("The ExternalId has to be empty, or " + ExternalIdSyntax.EXPECTED));
    }

    /** A reference: the value itself is in no template. */
    public String reference() {
        return parameter.getValueAsString();
    }
}
