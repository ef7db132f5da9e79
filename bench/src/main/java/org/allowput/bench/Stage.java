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
            return new Stage(
                    tools,
                    folder,
                    Versity.start(tools.versitygw(), folder.resolve("store")),
                    Deployed.unpack(tools.checkout(), folder.resolve("function")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All who copy, this project's function first. */
    List<Contender> contenders() {
        return List.of(
                Function.standard(deployed),
                new Raw.Java(deployed),
                new Raw.Go(tools.raw()),
                Rclone.verifying(tools.rclone()),
                Rclone.unverified(tools.rclone()),
                new S5cmd(tools.s5cmd()));
    }

    /** Lets it copy the workload, which is in the source, into an empty target; then compares every byte. */
    Taken copy(Contender contender, Workload work, boolean tls, int atOnce) {
        try {
            store.clear(work);
            Path scratch = Files.createTempDirectory(folder, "scratch");
            try {
                Taken taken = contender.copy(new Task(store, work, tls, atOnce, scratch));
                store.compare(work);
                return taken;
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
