package org.allowput.sandbox.deployed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.proxy.StrictProxy;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Finished;
import org.allowput.sandbox.command.CommandProcess;

/**
 * Runs commands of the AWS CLI in a shell, as written, by version 1, which alone is in the package index: the pages use
 * what both versions have. A proxy refuses templates and notifications as AWS does.
 *
 * @param folder in which the commands run
 */
public record AwsCli(Emulator emulator, Path folder) {
    /**
     * The folder of {@code aws}: a file that nobody writes, since one that another thread writes cannot be executed.
     */
    private static final Path PROGRAMS = Checkout.current().root().resolve("sandbox/app/src/test/aws");

    private static final Map<URI, String> DECLARED = new ConcurrentHashMap<>();

    public Finished run(Account account, String commands) {
        try (StrictProxy strict = StrictProxy.startForAnyClient(emulator, 0)) {
            return run(account, commands, Map.of("STRICT", strict.endpoint().toString()));
        }
    }

    /**
     * Has the AWS CLI validate commands against its model of AWS, as it does before each request. The request goes to a
     * port on which nothing listens; each command prints {@code checked} instead of an answer.
     */
    Finished check(Account account, String commands) {
        return run(
                account,
                commands,
                Map.of(
                        "CHECK_ONLY", "true",
                        "AWS_MAX_ATTEMPTS", "1",
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:1"));
    }

    private Finished run(Account account, String commands, Map<String, String> more) {
        Map<String, String> environment = emulator.address().variables(account);
        environment.put("CLI_PYTHON", Server.PYTHON.toString());
        environment.put("CLI_SOCKET", Server.SOCKET.toString());
        environment.put("PATH", PROGRAMS + ":" + System.getenv("PATH"));
        environment.putAll(more);
        return Finished.of(
                new ExternalCommand(folder, environment, List.of("bash", "-euo", "pipefail", "-c", commands)));
    }

    /**
     * The runbook's variables and functions after their commands ran, once for each deployment: to run these before
     * each block would be most of a test's time.
     */
    public String declared(Account account) throws IOException {
        String variables = RunbookCommands.variables();
        return DECLARED.computeIfAbsent(
                emulator.endpoint(),
                endpoint -> run(
                                account,
                                variables + "declare -f " + names("(?m)^(\\w+)\\(\\)", variables) + "\ndeclare -p "
                                        + names("(?m)^([A-Z_]+)=", variables) + "\n")
                        .succeeded());
    }

    /**
     * What the first command of an alarm shows, as the table that opens the runbook has it, once the function's log
     * group says something about {@code key}.
     */
    String first(String alarm, String key) throws IOException {
        String command = RunbookCommands.first(alarm);
        return Eventually.until(
                Duration.ofMinutes(1),
                command + " finds " + key,
                () -> Unchecked.get(() -> runFirst(command)),
                shown -> shown.contains(key));
    }

    private String runFirst(String command) throws IOException {
        return command.startsWith("bin/")
                ? new CommandProcess(emulator)
                        .run(command.substring("bin/".length()).split(" "))
                        .output()
                : run(emulator.source(), declared(emulator.source()) + command).succeeded();
    }

    private static String names(String pattern, String commands) {
        return Pattern.compile(pattern)
                .matcher(commands)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.joining(" "));
    }

    /** In a process that runs each command in a fork of itself. It ends with this JVM. */
    private static final class Server {
        private static final Path PYTHON = VirtualEnvironment.prepare(
                        Checkout.current(),
                        Checkout.current().root().resolve("sandbox/app/requirements.txt"),
                        Tool.PYTHON,
                        progress -> {})
                .folder()
                .resolve("bin/python");

        /** In a folder of its own with a short name: the name of a socket has 104 characters at most. */
        private static final Path SOCKET = start();

        private static Path start() {
            return Unchecked.get(() -> {
                Path folder = Files.createTempDirectory("aws");
                folder.toFile().deleteOnExit();
                Path socket = folder.resolve("socket");
                socket.toFile().deleteOnExit();
                Process server = new ProcessBuilder(
                                PYTHON.toString(), PROGRAMS.resolve("cli.py").toString(), "--serve", socket.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                if (!"ready".equals(server.inputReader().readLine())) {
                    throw new IllegalStateException("The AWS CLI does not start: see the standard error above.");
                }
                return socket;
            });
        }
    }
}
