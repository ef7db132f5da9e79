package org.allowput.ops.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder of the system's temporary ones, which is removed when this is closed, or when the JVM ends, as by Ctrl-C.
 */
record TemporaryFolder(Path path) implements AutoCloseable {
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(TemporaryFolder::delete)));
    }

    /** @throws IOException if it cannot be created, as where the disk is full */
    static TemporaryFolder create() throws IOException {
        TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory("allow-put-query"));
        OPEN.add(folder.path);
        return folder;
    }

    @Override
    public void close() {
        delete(path);
        OPEN.remove(path);
    }

    /** In ten attempts: a query may still be writing when the JVM ends. */
    private static void delete(Path folder) {
        for (int attempt = 0; attempt < 10 && Files.exists(folder); attempt++) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                Thread.onSpinWait();
            }
        }
    }
}
