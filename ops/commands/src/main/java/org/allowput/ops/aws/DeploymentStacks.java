package org.allowput.ops.aws;

import org.jspecify.annotations.Nullable;

/** The stacks of a deployment, by the names that {@code cdk deploy} gives them. */
public enum DeploymentStacks {
    TARGET,
    SOURCE;

    /** The name of the stack, by the setting {@code name}: null for the deployment without a name. */
    public String of(@Nullable String deployment) {
        String name = this == TARGET ? "ReplicationTarget" : "ReplicationSource";
        return deployment == null ? name : name + "-" + deployment;
    }
}
