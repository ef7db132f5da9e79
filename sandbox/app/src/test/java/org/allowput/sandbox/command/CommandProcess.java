package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allowput.emulator.Account;
import org.allowput.emulator.testing.CommandJvmOptions;
import org.allowput.ops.cli.Operations;
import org.allowput.sandbox.Sandbox;

/**
 * The commands of {@code ops} as {@code bin/} starts them: with nothing but an endpoint, a Region and account B's
 * credentials in the environment.
 */
public record CommandProcess(Sandbox sandbox) {
    /** What it printed, on both streams, and how it ended. */
    public record Finished(String output, int status) {}

    /** The program that runs a command. */
    public static List<String> command(Sandbox sandbox, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(CommandJvmOptions.options());
        command.add(Operations.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    public Finished run(String... arguments) throws IOException, InterruptedException {
        return runAs(sandbox.source(), arguments);
    }

    /** The same with an account's credentials. */
    public Finished runAs(Account account, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(sandbox.stateDirectory(), "command", ".out");
        List<String> command = command(sandbox, arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().put("AWS_ENDPOINT_URL", account.endpoint().toString());
        builder.environment().put("AWS_CA_BUNDLE", sandbox.emulator().caBundle().toString());
        builder.environment().put("AWS_REGION", account.region().id());
        builder.environment().put("AWS_ACCESS_KEY_ID", account.id());
        builder.environment().put("AWS_SECRET_ACCESS_KEY", Account.ADMINISTRATOR_SECRET);
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        try {
            return new Finished(Files.readString(output), process.exitValue());
        } finally {
            Files.delete(output);
        }
    }
}
