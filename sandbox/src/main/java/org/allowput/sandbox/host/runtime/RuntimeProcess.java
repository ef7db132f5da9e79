package org.allowput.sandbox.host.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** One child JVM: its output, its memory, its end. */
public final class RuntimeProcess {

    /** How late a line may be in the log while the function runs. */
    private static final long OUTPUT_PERIOD_MS = 10;

    private final Process process;
    private final ProcessOutput output;

    private RuntimeProcess(Process process, ProcessOutput output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts {@code command}; each line that it prints goes to {@code lines}. What it prints goes through a file: a
     * pipe of a process that has just ended cannot be read without races.
     *
     * @param printed a file for the output, which must not exist
     */
    public static RuntimeProcess start(ProcessBuilder command, Path printed, Consumer<String> lines)
            throws IOException {
        Files.createFile(printed);
        ProcessOutput output = new ProcessOutput(Files.newInputStream(printed), lines);
        Process process = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(printed.toFile()))
                .start();
        process.getOutputStream().close();
        return new RuntimeProcess(process, output);
    }

    /** Passes on the output until the process ends, then its exit status to {@code ended}. To be called once. */
    public void onExit(IntConsumer ended) {
        Thread.ofVirtual().name("runtime-" + process.pid()).start(() -> {
            try {
                while (!process.waitFor(OUTPUT_PERIOD_MS, TimeUnit.MILLISECONDS)) {
                    output.pass();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("Nobody interrupts this thread", e);
            }
            output.close();
            ended.accept(process.exitValue());
        });
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Passes on what has been printed until now. */
    public void passOutput() {
        output.passAll();
    }

    /** The most memory that the process has had resident, in MiB; 0 when it has ended. */
    public long peakMemoryMiB() {
        try (Stream<String> status = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return status.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .map(kib -> (kib + 1023) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** Kills the process, and what it has started, at once. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
