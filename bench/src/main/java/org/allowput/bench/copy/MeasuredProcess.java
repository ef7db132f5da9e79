package org.allowput.bench.copy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.allowput.bench.server.CpuPinning;
import org.allowput.host.runtime.RuntimeProcess;

/**
 * A program that is measured: on the client's core, run to its end.
 *
 * @param environment all of its variables but PATH and HOME, which are those of this process
 */
record MeasuredProcess(List<String> command, Map<String, String> environment) {
    private static final int POLL_MILLIS = 20;

    /** Bash tells what its child took, whether or not a {@code time} is installed. */
    private static final String TIMED = """
        TIMEFORMAT='%R %U %S'
        { time "$@" >"$BENCH_OUTPUT" 2>&1; } 2>"$BENCH_TIMES"
        """;

    MeasuredProcess {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Runs it. @throws IllegalStateException if it fails: with the end of what it output */
    Measurement run() {
        try {
            Path times = Files.createTempFile("bench", ".times");
            Path output = Files.createTempFile("bench", ".output");
            try {
                return run(times, output);
            } finally {
                Files.delete(times);
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Measurement run(Path times, Path output) throws IOException, InterruptedException {
        List<String> timed = new ArrayList<>(List.of("bash", "-c", TIMED, "bash"));
        timed.addAll(CpuPinning.CLIENT.command(command));
        Map<String, String> variables = new TreeMap<>(environment);
        variables.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        variables.put("HOME", System.getenv().getOrDefault("HOME", "/"));
        variables.put("LC_ALL", "C");
        variables.put("BENCH_TIMES", times.toString());
        variables.put("BENCH_OUTPUT", output.toString());
        ProcessBuilder builder = new ProcessBuilder(timed).redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        long resident = 0;
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            resident = Math.max(resident, resident(process));
        }
        String text = Files.readString(output);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(command.getFirst() + " ended with status " + process.exitValue() + ": "
                    + text.substring(Math.max(0, text.length() - 2000)));
        }
        String[] numbers = Files.readString(times).strip().split(" ", -1);
        return new Measurement(
                Double.parseDouble(numbers[0]),
                Double.parseDouble(numbers[1]) + Double.parseDouble(numbers[2]),
                resident,
                0);
    }

    /** The most that any of what it has started has had resident, in MiB. */
    private static long resident(Process process) {
        return process.descendants()
                .mapToLong(each -> RuntimeProcess.peakMemoryMiB(each.pid()))
                .max()
                .orElse(0);
    }
}
