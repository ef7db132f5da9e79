package org.allowput.ops.aws;

import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which stack a command is about. */
public final class StackOptions {
    private final DeploymentStacks side;

    @ArgGroup
    private StackName stack = new StackName();

    private static final class StackName {
        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "The deployment, by the setting name. Default: the one without a name.")
        private @Nullable String deployment;

        @Option(
                names = "--stack",
                paramLabel = "NAME",
                description = "The stack, if it has another name than cdk deploy gives it.")
        private @Nullable String stack;
    }

    @Mixin
    private AwsOptions aws = new AwsOptions();

    /** Of account A's stack, or of account B's. */
    public StackOptions(DeploymentStacks side) {
        this.side = side;
    }

    /** The name of the deployment that was typed; empty for the one without a name. */
    public String deployment() {
        return stack.deployment == null ? "" : stack.deployment;
    }

    public Optional<String> region() {
        return aws.region();
    }

    /** As they were typed, each with a blank before it, for a command that is to be typed next. */
    public String typed() {
        return AwsOptions.typed("--name", stack.deployment) + AwsOptions.typed("--stack", stack.stack) + aws.typed();
    }

    /** Looks the stack up and runs an operation on it. */
    public int run(ToIntFunction<DeployedStack> operation) {
        return aws.run(stack.stack != null ? stack.stack : side.of(stack.deployment), operation);
    }
}
