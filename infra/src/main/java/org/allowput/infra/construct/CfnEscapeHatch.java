package org.allowput.infra.construct;

import java.util.Objects;
import software.amazon.awscdk.CfnResource;
import software.constructs.IConstruct;

/** The CloudFormation resource under a construct, for the properties that the construct does not have. */
public final class CfnEscapeHatch {
    private CfnEscapeHatch() {}

    public static <T extends CfnResource> T of(IConstruct construct, Class<T> type) {
        return type.cast(
                Objects.requireNonNull(construct.getNode().getDefaultChild(), "no resource under the construct"));
    }
}
