package org.allowput.ops.aws;

import java.util.function.ToIntFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which stack of account B a command is about. */
public final class SourceStackOptions {
    @Option(
            names = "--stack",
            paramLabel = "NAME",
            defaultValue = "ReplicationSource",
            description = "The stack of account B. Default: ${DEFAULT-VALUE}.")
    private String stack = "";

    @Mixin
    private AwsOptions aws = new AwsOptions();

    /** Looks the stack up and runs an operation on it. */
    public int run(ToIntFunction<DeployedStack> operation) {
        try (ProfileClients clients = aws.connect()) {
            return operation.applyAsInt(new DeployedStack(clients, StackOutputs.of(clients, stack)));
        }
    }
}
