package org.allowput.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.bench.Contender.Task;

/** A server, the function unpacked, and room for what the others need: all of it in memory, and gone when closed. */
record Stage(Tools tools, Path folder, Store store, Deployed deployed) implements AutoCloseable {
    static Stage open(Tools tools) {
        try {
            Path memory = Path.of("/dev/shm");
            Path folder = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "bench")
                    : Files.createTempDirectory("bench");
            Stage stage = new Stage(
                    tools,
                    folder,
                    Versity.start(tools.versitygw(), folder.resolve("store")),
                    Deployed.unpack(tools.checkout(), folder.resolve("function")));
            Runtime.getRuntime().addShutdownHook(new Thread(stage::close, "close-stage"));
            return stage;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All who copy, this project's function first.
     *
     * @param options of the function's JVM, besides Lambda's
     */
    List<Contender> contenders(List<String> options) {
        return List.of(
                Function.restored(deployed, options),
                Function.cold(deployed, options),
                new Raw.Java(deployed),
                new Raw.Go(tools.raw()),
                Rclone.verifying(tools.rclone()),
                Rclone.unverified(tools.rclone()),
                new S5cmd(tools.s5cmd()));
    }

    /** One copy of a workload. */
    @FunctionalInterface
    interface Copying<T> {
        T run(Task task) throws IOException, InterruptedException;
    }

    /** Lets it copy the workload, which is in the source, into an empty target; then compares every byte. */
    Taken copy(Contender contender, Workload work, boolean tls, int atOnce) {
        return copying(work, tls, atOnce, contender::copy);
    }

    /** The same by whatever copies. */
    <T> T copying(Workload work, boolean tls, int atOnce, Copying<T> copying) {
        try {
            store.clear(work);
            Path scratch = Files.createTempDirectory(folder, "scratch");
            try {
                T taken = copying.run(new Task(store, work, tls, atOnce, scratch));
                store.compare(work);
                return taken;
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() {
        store.close();
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
