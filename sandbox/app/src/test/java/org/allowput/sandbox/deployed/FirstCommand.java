package org.allowput.sandbox.deployed;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.testing.Eventually;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.command.CommandProcess;

/**
 * Runs the first command of an alarm, as the table that opens the runbook has it. The emulator selects no log lines by
 * their fields.
 *
 * @param folder in which the commands of the AWS CLI run
 */
record FirstCommand(Sandbox sandbox, Path folder) {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** What it shows, once the function's log group says something about {@code key}. */
    String ofLog(String alarm, String key) throws IOException {
        String command = RunbookCommands.first(alarm);
        return Eventually.until(
                TIMEOUT,
                command + " finds " + key,
                () -> Unchecked.get(() -> run(command)),
                shown -> shown.contains(key));
    }

    String of(String alarm) throws IOException {
        return run(RunbookCommands.first(alarm));
    }

    private String run(String command) throws IOException {
        if (command.startsWith("bin/")) {
            return new CommandProcess(sandbox)
                    .run(command.substring("bin/".length()).split(" "))
                    .output();
        }
        AwsCli cli = new AwsCli(sandbox, folder);
        return cli.run(sandbox.source(), cli.declared(sandbox.source()) + command)
                .succeeded();
    }
}
