package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.emulator.testing.Eventually;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.acceptance.Deployment;
import org.allowput.sandbox.command.CommandProcess;

/**
 * Runs the first command of an alarm, as the table that opens the runbook has it. The emulator selects no log lines by
 * their fields, and the Lambda host writes the function's log to a file: the lines that the command's pattern selects
 * are put into the log group before.
 *
 * @param folder in which the commands of the AWS CLI run
 */
record FirstCommand(Sandbox sandbox, Path folder) {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Pattern FIELD = Pattern.compile("logs '\\{ \\$\\.(\\w+) = \"(\\w+)\" \\}'");

    /** What it shows, once the function's log says something about {@code key}. */
    String ofLog(String alarm, String key) throws IOException {
        String command = RunbookCommands.first(alarm);
        Matcher pattern = FIELD.matcher(command);
        assertThat(pattern.matches()).as(command).isTrue();
        String line = Eventually.until(
                        TIMEOUT,
                        command + " finds " + key,
                        () -> lines(pattern.group(1), pattern.group(2), key),
                        found -> !found.isEmpty())
                .getFirst();
        new FunctionLogGroup(sandbox).write(line);
        return run(command);
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

    private List<String> lines(String field, String value, String key) {
        return Deployment.of(sandbox).logged('"' + key + '"', '"' + value + '"').stream()
                .map(line -> line.substring(line.indexOf('{')))
                .filter(line -> has(line, field, value))
                .toList();
    }

    private static boolean has(String line, String field, String value) {
        try {
            return value.equals(JSON.std.mapFrom(line).get(field));
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
