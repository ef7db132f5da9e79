package org.allowput.ops.aws;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which stack of account A a command is about. */
public final class TargetStackOptions {
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
                description = "The stack of account A, if it has another name than cdk deploy gives it.")
        private @Nullable String stack;
    }

    @Mixin
    private AwsOptions aws = new AwsOptions();

    /** As they were typed, each with a blank before it, for a command that is to be typed next. */
    public String typed() {
        return AwsOptions.typed("--name", stack.deployment) + AwsOptions.typed("--stack", stack.stack) + aws.typed();
    }

    /** Looks the stack up and runs an operation on it. */
    public int run(ToIntFunction<DeployedStack> operation) {
        return aws.run(stack.stack != null ? stack.stack : DeploymentStacks.TARGET.of(stack.deployment), operation);
    }
}
