package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.fault.FaultProxy;
import org.allowput.sandbox.Sandbox;

/**
 * Runs commands of the AWS CLI in a shell. The package index has version 1 only: what the pages use of version 2 is
 * translated, {@code aws logs tail} to the operation that it calls. A proxy refuses templates and notifications as AWS
 * does.
 *
 * @param folder in which the commands run
 */
public record AwsCli(Emulator emulator, Path folder) {
    private static final Map<URI, String> DECLARED = new ConcurrentHashMap<>();

    /** How a block of commands ended, with what it printed. */
    public record Result(int status, String output) {}

    AwsCli(Sandbox sandbox, Path folder) {
        this(sandbox.emulator(), folder);
    }

    /** Runs commands as the administrator of an account. */
    public Result run(Account account, String commands) throws IOException, InterruptedException {
        return run(account, commands, false);
    }

    /**
     * Has the AWS CLI validate commands against its model of AWS, as it does before each request. The request goes to a
     * port on which nothing listens; each command prints {@code checked} instead of an answer.
     */
    Result check(Account account, String commands) throws IOException, InterruptedException {
        return run(account, commands, true);
    }

    /**
     * The runbook's variables and functions after their commands ran, once for each deployment: to run these before
     * each block would be most of a test's time.
     */
    public String declared(Account account) throws IOException, InterruptedException {
        String declared = DECLARED.get(emulator.endpoint());
        if (declared == null) {
            String variables = RunbookCommands.variables();
            Result result = run(
                    account,
                    variables + "declare -f " + names("(?m)^(\\w+)\\(\\)", variables) + "\ndeclare -p "
                            + names("(?m)^([A-Z_]+)=", variables) + "\n");
            assertThat(result.status()).as(result.output()).isZero();
            declared = result.output();
            DECLARED.put(emulator.endpoint(), declared);
        }
        return declared;
    }

    private static String names(String pattern, String commands) {
        return Pattern.compile(pattern)
                .matcher(commands)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.joining(" "));
    }

    private Result run(Account account, String commands, boolean checkOnly) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of("bash", "-euo", "pipefail", "-c", commands))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().merge("PATH", AwsCliServer.PROGRAMS.toString(), (path, first) -> first + ":" + path);
        builder.environment().putAll(AwsCliServer.environment());
        builder.environment().put("AWS_ENDPOINT_URL", account.endpoint().toString());
        builder.environment()
                .put(
                        "AWS_CA_BUNDLE",
                        emulator.address().certificate().certificate().toString());
        builder.environment().put("AWS_DEFAULT_REGION", account.region().id());
        builder.environment().put("AWS_ACCESS_KEY_ID", account.id());
        builder.environment().put("AWS_SECRET_ACCESS_KEY", Account.ADMINISTRATOR_SECRET);
        if (checkOnly) {
            builder.environment().put("CHECK_ONLY", "true");
            builder.environment().put("AWS_MAX_ATTEMPTS", "1");
            builder.environment().put("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
            return run(builder, commands);
        }
        try (FaultProxy strict = FaultProxy.startForAnyClient(emulator, 0)) {
            builder.environment().put("STRICT", strict.endpoint().toString());
            return run(builder, commands);
        }
    }

    private Result run(ProcessBuilder builder, String commands) throws IOException, InterruptedException {
        Process process = builder.start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).as(commands).isTrue();
        return new Result(process.exitValue(), Files.readString(folder.resolve("output"), StandardCharsets.UTF_8));
    }
}
