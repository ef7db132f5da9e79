package org.allowput.ops.aws;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.OperatorCommand;
import org.allowput.ops.cli.Output;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command about a stack, of account B unless it says otherwise. */
public abstract class StackCommand implements OperatorCommand {
    private static final Set<String> OF_STACK = Set.of("--name", "--stack", "--profile", "--region");

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private StackName stack;

    @Mixin
    private AwsOptions aws = new AwsOptions();

    @Mixin
    protected Output output = new Output();

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
        return command.commandLine().getParseResult().matchedOptionsSet().stream()
                .filter(option -> OF_STACK.contains(option.longestName()))
                .map(option -> " " + option.longestName() + " "
                        + EscapedText.shellWord(option.originalStringValues().getFirst()))
                .collect(Collectors.joining());
    }

    /** That the command line is wrong. */
    protected ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
