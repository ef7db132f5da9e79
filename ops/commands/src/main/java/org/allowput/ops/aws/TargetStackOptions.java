package org.allowput.ops.aws;

import java.util.function.ToIntFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which stack of account A a command is about. */
public final class TargetStackOptions {
    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description = "The stack of account A. Default: ${DEFAULT-VALUE}.",
            defaultValue = "ReplicationTarget")
    private String stack = DeploymentStacks.TARGET.of(null);

    @Mixin
    private AwsOptions aws = new AwsOptions();

    /** As they were typed, each with a blank before it, for a command that is to be typed next. */
    public String typed() {
        return (stack.equals(DeploymentStacks.TARGET.of(null)) ? "" : AwsOptions.typed("--stack", stack)) + aws.typed();
    }

    /** Looks the stack up and runs an operation on it. */
    public int run(ToIntFunction<DeployedStack> operation) {
        return aws.run(stack, operation);
    }
}
