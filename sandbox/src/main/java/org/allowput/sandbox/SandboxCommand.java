package org.allowput.sandbox;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import software.amazon.awssdk.core.exception.SdkClientException;

/** {@code bin/sandbox}. */
@Command(
        name = "bin/sandbox",
        description = "Two AWS accounts on this computer: A with the target bucket, B with the source bucket, and what"
                + " copies from B to A deployed between them.",
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            PutCommand.class,
            LsCommand.class,
            InvokeCommand.class,
            RedriveCommand.class,
            ReconcileCommand.class,
            LogsCommand.class,
            CheckAccessCommand.class,
            EnvCommand.class,
            DownCommand.class
        })
public final class SandboxCommand {
    private SandboxCommand() {}

    /** Ends with 0 when all went as it should, 1 when something did not, 2 when the command line was wrong. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var all = new CommandLine(new SandboxCommand());
        addHelp(all);
        all.getSubcommands().values().forEach(SandboxCommand::addHelp);
        return all.setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler(SandboxCommand::explain);
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this.")
                        .build());
    }

    private static int explain(Exception exception, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        PrintWriter err = command.getErr();
        switch (exception) {
            case SandboxException e -> err.println(e.getMessage());
            case SdkClientException e ->
                err.println("The emulator does not answer (" + e.getMessage()
                        + "). Start the sandbox anew: bin/sandbox " + "down, then bin/sandbox up");
            default -> throw exception;
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
