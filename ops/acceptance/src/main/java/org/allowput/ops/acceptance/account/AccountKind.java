package org.allowput.ops.acceptance.account;

import org.allowput.ops.aws.DeploymentStacks;

/** One of the two accounts, and the stack of a deployment that is in it. */
public enum AccountKind {
    /** Account A, which owns the target bucket. */
    TARGET(DeploymentStacks.TARGET),
    /** Account B, which owns the source bucket. */
    SOURCE(DeploymentStacks.SOURCE);

    private final DeploymentStacks stack;

    AccountKind(DeploymentStacks stack) {
        this.stack = stack;
    }

    String stack(String deployment) {
        return stack.of(deployment);
    }
}
