package org.allowput.host.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.allowput.emulator.local.GrowingFile;
import org.allowput.emulator.local.Unchecked;

/** One child JVM: its output and its end. */
public final class RuntimeProcess {
    /** How late a line may be in the log while the function runs. */
    private static final long OUTPUT_PERIOD_MS = 10;

    private final Process process;
    private final GrowingFile output;
    private final Consumer<String> lines;

    private RuntimeProcess(Process process, GrowingFile output, Consumer<String> lines) {
        this.process = process;
        this.output = output;
        this.lines = lines;
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
        Process process = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(printed.toFile()))
                .start();
        process.getOutputStream().close();
        return new RuntimeProcess(process, new GrowingFile(printed), lines);
    }

    /** Passes on the output until the process ends, then its exit status to {@code ended}. To be called once. */
    public void onExit(IntConsumer ended) {
        Thread.ofVirtual().name("runtime-" + process.pid()).start(() -> {
            Unchecked.run(() -> {
                while (!process.waitFor(OUTPUT_PERIOD_MS, TimeUnit.MILLISECONDS)) {
                    passLines();
                }
            });
            passOutput();
            ended.accept(process.exitValue());
        });
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Passes on everything printed until now, also a line without its end: the runtime client's logger writes none.
     * Waits for nothing, so that {@code REPORT} never comes before a line of its invocation.
     */
    public synchronized void passOutput() {
        passLines();
        output.takeUnfinished().ifPresent(lines);
    }

    private synchronized void passLines() {
        try {
            output.newLines().forEach(lines);
        } catch (UncheckedIOException e) {
            lines.accept("The output of the function cannot be read: " + e.getMessage());
        }
    }

    /** Kills the process, and what it has started, at once. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
