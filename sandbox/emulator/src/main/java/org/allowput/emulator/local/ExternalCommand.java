package org.allowput.emulator.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A program that is run to its end, its output handed on line by line. When this JVM ends early (Ctrl-C), so does the
 * program, with everything it started.
 *
 * @param environment what is set besides the variables of this process; of those, none that begins with {@code AWS_} is
 *     handed on
 */
public record ExternalCommand(Path directory, Map<String, String> environment, List<String> words) {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(ExternalCommand::stop), "stop-commands"));
    }

    public ExternalCommand {
        environment = Map.copyOf(environment);
        words = List.copyOf(words);
    }

    public ExternalCommand(Path directory, String... words) {
        this(directory, Map.of(), List.of(words));
    }

    /** The same with more variables set. */
    public ExternalCommand with(Map<String, String> more) {
        TreeMap<String, String> all = new TreeMap<>(environment);
        all.putAll(more);
        return new ExternalCommand(directory, all, words);
    }

    /** Whether a command is there and ends with 0. */
    public static boolean succeeds(String... words) {
        try {
            return new ExternalCommand(Path.of("").toAbsolutePath(), words).run(line -> {}) == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Runs it; each line of output and errors goes to the consumer. Returns the exit status. */
    public int run(Consumer<String> lines) {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
        // The sandbox never uses the identity of the user who started it: it passes none of the user's credentials,
        // profiles or endpoints to a program.
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            RUNNING.add(process);
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                process.getOutputStream().close();
                output.lines().forEach(lines);
                return process.waitFor();
            } finally {
                RUNNING.remove(process);
                if (process.isAlive()) {
                    stop(process);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SetupException("Interrupted: " + words.getFirst() + " was stopped.", e);
        }
    }

    private static void stop(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        all.forEach(each -> {
            each.onExit().completeOnTimeout(each, 3, TimeUnit.SECONDS).join();
            each.destroyForcibly();
        });
    }
}
