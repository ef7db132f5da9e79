package org.allowput.sandbox.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.emulator.local.SetupException;
import org.allowput.ops.cli.OperationException;
import org.allowput.sandbox.InterruptibleWork;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import software.amazon.awssdk.core.exception.SdkClientException;

/** {@code bin/sandbox}. */
@Command(
        name = "bin/sandbox",
        description = "Two AWS accounts on this computer: A with the target bucket, B with the source bucket, and what"
                + " copies from B to A deployed between them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  bin/sandbox demo             files copied, refusals tried",
            "  bin/sandbox demo --help      options, examples and exit codes of a command"
        })
public final class SandboxCommand {
    /** As the help lists them. */
    private static final List<String> COMMANDS = List.of("up", "demo", "env", "invoke", "logs", "down");

    private SandboxCommand() {}

    /** Ends with one of the codes that {@link Help} lists. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    public static CommandLine commandLine() {
        CommandLine all = new CommandLine(new SandboxCommand());
        Stream.of(LifecycleCommands.class, DeploymentCommands.class)
                .flatMap(commands -> CommandLine.getCommandMethods(commands, null).stream())
                .forEach(all::addSubcommand);
        COMMANDS.forEach(name ->
                all.getCommandSpec().addSubcommand(name, all.getCommandSpec().removeSubcommand(name)));
        Help.addTo(all);
        return all.setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler(SandboxCommand::explain);
    }

    private static int explain(Exception exception, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (InterruptibleWork.isInterrupted()) {
            return Help.INTERRUPTED;
        }
        PrintWriter err = command.getErr();
        switch (exception) {
            case OperationException _, SetupException _ -> err.println(exception.getMessage());
            case SdkClientException e ->
                err.println("The emulator does not answer (" + e.getMessage() + "). Restart the sandbox: bin/sandbox "
                        + "down, then bin/sandbox up");
            default -> throw exception;
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
