package org.allowput.ops.aws;

import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import picocli.CommandLine.Mixin;

/** A command about a stack of account B. */
public abstract class SourceStackCommand implements OperatorCommand {
    @Mixin
    protected StackOptions stack = new StackOptions(DeploymentStacks.SOURCE);

    @Mixin
    protected Output output = new Output();

    @Override
    public Integer call() {
        return stack.run(this::run);
    }

    /** Does it, prints the result and returns the exit code. */
    protected abstract int run(DeployedStack deployed);
}
