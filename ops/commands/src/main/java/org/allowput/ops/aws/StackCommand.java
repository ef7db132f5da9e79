package org.allowput.ops.aws;

import java.io.IOException;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command about a stack, of account B unless it says otherwise. */
public abstract class StackCommand implements OperatorCommand {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    protected DeployedStackOptions stack;

    @Mixin
    protected Output output = new Output();

    protected StackCommand() {
        this(DeploymentStacks.SOURCE);
    }

    protected StackCommand(DeploymentStacks side) {
        this.stack = new DeployedStackOptions(side);
    }

    @Override
    public Integer call() throws IOException {
        check();
        return stack.run(this::run);
    }

    /** Refuses what can be refused before anything is read. @throws ParameterException if the command line is wrong */
    protected void check() {}

    /** Does it, prints the result and returns the exit code. */
    protected abstract int run(DeployedStack deployed) throws IOException;

    /** That the command line is wrong. */
    protected ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
