package org.allowput.ops.aws;

import org.jspecify.annotations.Nullable;

/** The stacks of a deployment, by the names that {@code cdk deploy} gives them. */
public enum DeploymentStacks {
    TARGET("ReplicationTarget"),
    SOURCE("ReplicationSource");

    private final String defaultName;

    DeploymentStacks(String defaultName) {
        this.defaultName = defaultName;
    }

    /** The name of the stack, by the setting {@code name}: null for the deployment without a name. */
    public String of(@Nullable String deployment) {
        return deployment == null ? defaultName : defaultName + "-" + deployment;
    }
}
