package org.allowput.ops.aws;

import java.io.IOException;
import java.util.Set;
import org.allowput.ops.cli.OperatorCommand;
import picocli.CommandLine.Mixin;

/** A command about a stack, of account B unless it says otherwise. */
public abstract class StackCommand extends OperatorCommand {
    @Mixin
    private StackName stack;

    @Mixin
    private AwsOptions aws = new AwsOptions();

    protected StackCommand() {
        this(DeploymentStacks.SOURCE);
    }

    protected StackCommand(DeploymentStacks side) {
        this.stack = new StackName(side);
    }

    @Override
    public Integer call() throws IOException {
        check();
        try (ProfileClients clients = aws.open()) {
            return run(new DeployedStack(clients, StackOutputs.of(clients, stack.get())));
        }
    }

    /** Refuses what can be refused before anything is read. @throws ParameterException if the command line is wrong */
    protected void check() {}

    /** Does it, prints the result and returns the exit code. */
    protected abstract int run(DeployedStack deployed) throws IOException;

    /** The options that name the stack as they were typed, each with a blank before it, for a command to type next. */
    protected String typed() {
        return typed(Set.of("--name", "--stack", "--profile", "--region")::contains);
    }
}
