package org.allowput.ops.aws;

import java.io.IOException;
import picocli.CommandLine.Mixin;

/** Which stack a command is about. */
public final class DeployedStackOptions {
    @Mixin
    private StackName name;

    @Mixin
    private AwsOptions aws = new AwsOptions();

    /** Of account A's stack, or of account B's. */
    public DeployedStackOptions(DeploymentStacks side) {
        this.name = new StackName(side);
    }

    /** As they were typed, each with a blank before it, for a command that is to be typed next. */
    public String typed() {
        return name.typed() + aws.typed();
    }

    /** What is done with a stack; returns the exit code. */
    @FunctionalInterface
    public interface Operation {
        int run(DeployedStack deployed) throws IOException;
    }

    /** Looks the stack up and runs an operation on it. */
    public int run(Operation operation) throws IOException {
        try (ProfileClients clients = aws.open()) {
            return operation.run(new DeployedStack(clients, StackOutputs.of(clients, name.get())));
        }
    }
}
