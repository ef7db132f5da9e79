package org.allowput.sandbox.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.testing.CommandJvmOptions;
import org.allowput.emulator.testing.Finished;
import org.allowput.ops.cli.Operations;

/**
 * The commands of {@code ops} as {@code bin/} starts them: with nothing but an endpoint, a Region and an account's
 * credentials in the environment.
 */
public record CommandProcess(Emulator emulator) {
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(CommandJvmOptions.options());
        command.add(Operations.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** In account B. */
    public Finished run(String... arguments) {
        return runAs(emulator.source(), arguments);
    }

    public Finished runAs(Account account, String... arguments) {
        return Finished.of(new ExternalCommand(
                Path.of("").toAbsolutePath(), emulator.address().variables(account), command(arguments)));
    }
}
