package org.allowput.bench.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.allowput.bench.copy.Contender.Task;
import org.allowput.bench.server.S3Server;
import org.allowput.bench.server.VersityServer;
import org.allowput.bench.workload.Workload;
import org.allowput.emulator.local.PrivateFiles;

/** A server, the function unpacked, and room for what the others need: all of it in memory, and gone when closed. */
public record CopyBenchmark(Path checkout, Path folder, S3Server store, UnpackedFunction deployed)
        implements AutoCloseable {
    public static CopyBenchmark open() {
        try {
            Path checkout = Path.of(System.getProperty("bench.checkout", "")).toAbsolutePath();
            Path memory = Path.of("/dev/shm");
            Path folder = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "bench")
                    : Files.createTempDirectory("bench");
            CopyBenchmark benchmark = new CopyBenchmark(
                    checkout,
                    folder,
                    new VersityServer(program(checkout, "versitygw"), folder.resolve("store")),
                    UnpackedFunction.unpack(checkout, folder.resolve("function")));
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
        FunctionContender function = new FunctionContender(deployed, options);
        Path rclone = program(checkout, "rclone");
        return List.of(
                function.restored(),
                function.cold(),
                Peers.rawInJava(deployed),
                Peers.rclone("rclone", rclone),
                // Without a look at what it has put, and without checksums.
                Peers.rclone(
                        "rclone, unverified", rclone, "--s3-no-head", "--s3-disable-checksum", "--ignore-checksum"));
    }

    /**
     * This project's function with these times before the snapshot, the first of which the others are compared with.
     */
    public List<Contender> primed(List<Integer> seconds) {
        FunctionContender function = new FunctionContender(deployed, List.of());
        return seconds.stream().map(function::primed).toList();
    }

    /** The server or a peer, as {@code bin/bench} installs them. */
    private static Path program(Path checkout, String name) {
        Path program = checkout.resolve(".bench/tools/bin").resolve(name);
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(
                    program + " is missing: start this by bin/bench, which installs it, and needs Go for it");
        }
        return program;
    }

    /** One copy of a workload. */
    @FunctionalInterface
    public interface Copying<T> {
        T run(Task task) throws IOException, InterruptedException;
    }

    /** Lets it copy the workload, which is in the source, into an empty target; then compares every byte. */
    public Measurement copy(Contender contender, Workload work, int atOnce) {
        long before = store.requests(work);
        Measurement measured = copying(work, atOnce, contender.copy()::apply);
        return measured.withRequests(store.requests(work) - before);
    }

    /** The same with another implementation of the copy. */
    public <T> T copying(Workload work, int atOnce, Copying<T> copying) {
        try {
            store.clear(work);
            Path scratch = Files.createTempDirectory(folder, "scratch");
            try {
                T measured = copying.run(new Task(store, work, atOnce, scratch));
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
