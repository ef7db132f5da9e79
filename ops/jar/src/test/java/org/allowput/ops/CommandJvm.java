package org.allowput.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.testing.CommandJvmOptions;
import org.allowput.ops.cli.Operations;

/**
 * Runs commands in a JVM with an environment of its own.
 *
 * @param home the folder with {@code .aws}, in which they are started
 */
record CommandJvm(Path home) {
    record Finished(String output, int status) {}

    /** With nothing on standard input. */
    Finished run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return runWith("", environment, arguments);
    }

    ProcessBuilder builder(Map<String, String> environment, String... arguments) throws IOException {
        Files.createDirectories(home);
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(CommandJvmOptions.options());
        words.add(Operations.class.getName());
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.equals("EXTERNAL_ID"));
        builder.environment().put("HOME", home.toString());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().putAll(environment);
        return builder;
    }

    Finished runWith(String input, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Process process =
                builder(environment, arguments).redirectErrorStream(true).start();
        try (OutputStream standardInput = process.getOutputStream()) {
            standardInput.write(input.getBytes(UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Finished(output, process.waitFor());
    }
}
