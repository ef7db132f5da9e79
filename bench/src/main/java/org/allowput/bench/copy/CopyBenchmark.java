package org.allowput.bench.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.allowput.bench.copy.Contender.Task;
import org.allowput.emulator.local.PrivateFiles;

/** A server, the function unpacked, and room for what the others need: all of it in memory, and gone when closed. */
public record CopyBenchmark(BenchmarkTools tools, Path folder, S3Server store, UnpackedFunction deployed)
        implements AutoCloseable {
    public static CopyBenchmark open(BenchmarkTools tools) {
        try {
            Path memory = Path.of("/dev/shm");
            Path folder = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "bench")
                    : Files.createTempDirectory("bench");
            CopyBenchmark benchmark = new CopyBenchmark(
                    tools,
                    folder,
                    VersityServer.start(tools.versitygw(), folder.resolve("store")),
                    UnpackedFunction.unpack(tools.checkout(), folder.resolve("function")));
            Runtime.getRuntime().addShutdownHook(new Thread(benchmark::close, "close-benchmark"));
            return benchmark;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All who copy, this project's function first.
     *
     * @param options of the function's JVM, besides Lambda's
     */
    public List<Contender> contenders(List<String> options) {
        return List.of(
                FunctionContender.restored(deployed, options),
                FunctionContender.cold(deployed, options),
                new RawContender.Java(deployed),
                new RawContender.Go(tools.raw()),
                RcloneContender.verifying(tools.rclone()),
                RcloneContender.unverified(tools.rclone()),
                new S5cmdContender(tools.s5cmd()));
    }

    /** One copy of a workload. */
    @FunctionalInterface
    public interface Copying<T> {
        T run(Task task) throws IOException, InterruptedException;
    }

    /** Lets it copy the workload, which is in the source, into an empty target; then compares every byte. */
    public Measurement copy(Contender contender, Workload work, boolean tls, int atOnce) {
        return copying(work, tls, atOnce, contender::copy);
    }

    /** The same with another implementation of the copy. */
    public <T> T copying(Workload work, boolean tls, int atOnce, Copying<T> copying) {
        try {
            store.clear(work);
            Path scratch = Files.createTempDirectory(folder, "scratch");
            try {
                T measured = copying.run(new Task(store, work, tls, atOnce, scratch));
                store.compare(work);
                return measured;
            } finally {
                PrivateFiles.delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        store.close();
        PrivateFiles.delete(folder);
    }
}
