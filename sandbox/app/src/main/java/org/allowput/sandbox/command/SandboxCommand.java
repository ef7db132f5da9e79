package org.allowput.sandbox.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.emulator.local.SetupException;
import org.allowput.ops.cli.OperationException;
import org.allowput.sandbox.InterruptibleWork;
import org.allowput.sandbox.SandboxException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
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
            "  bin/sandbox demo --help      options, examples and exit codes of a command",
            "  source <(bin/sandbox completion)"
        })
public final class SandboxCommand {
    /** As the help lists them. */
    private static final List<String> COMMANDS = List.of(
            "up demo put ls event invoke redrive reconcile watch logs check-access env completion down".split(" "));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private SandboxCommand() {}

    /** Ends with one of the codes that {@link Help} lists. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    public static CommandLine commandLine() {
        CommandLine all = new CommandLine(new SandboxCommand());
        Stream.of(LifecycleCommands.class, ObjectCommands.class, DeploymentCommands.class, StatusCommands.class)
                .flatMap(commands -> CommandLine.getCommandMethods(commands, null).stream())
                .forEach(all::addSubcommand);
        COMMANDS.forEach(name ->
                all.getCommandSpec().addSubcommand(name, all.getCommandSpec().removeSubcommand(name)));
        Help.addTo(all, Terminal.current());
        return all.setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler(SandboxCommand::explain);
    }

    /** The shell looks a program up by the last part of its path. */
    @Command(
            name = "completion",
            description = "Prints a script that lets bash, and zsh with bashcompinit, complete commands and options.",
            footer = {"", "Examples:", "  source <(bin/sandbox completion)"})
    int completion() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("sandbox", spec.commandLine()));
        out.flush();
        return 0;
    }

    private static int explain(Exception exception, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (InterruptibleWork.isInterrupted()) {
            return Help.INTERRUPTED;
        }
        PrintWriter err = command.getErr();
        switch (exception) {
            case SandboxException _, OperationException _, SetupException _ -> err.println(exception.getMessage());
            case SdkClientException e ->
                err.println("The emulator does not answer (" + e.getMessage() + "). Restart the sandbox: bin/sandbox "
                        + "down, then bin/sandbox up");
            default -> throw exception;
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
