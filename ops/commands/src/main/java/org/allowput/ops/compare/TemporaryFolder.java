package org.allowput.ops.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder of the system's temporary ones, which is removed when this is closed, or when the JVM ends, as by Ctrl-C. A
 * JVM that is killed leaves it, and the next one that creates such a folder removes it. Lambda kills a function whose
 * timeout is over, and does not clear {@code /tmp} for the next environment.
 *
 * <p>Each folder has a lock file beside it, which its JVM keeps locked: the operating system unlocks it when the JVM
 * ends, however that happens.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">Understanding the Lambda
 *     execution environment lifecycle</a>
 */
final class TemporaryFolder implements AutoCloseable {
    private static final String PREFIX = "allow-put-query";
    private static final String LOCK_SUFFIX = ".lock";

    private static final Set<TemporaryFolder> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> List.copyOf(OPEN).forEach(TemporaryFolder::close)));
    }

    private final Path path;
    /** Open and locked as long as the folder is used. */
    private final FileChannel lock;

    private TemporaryFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws IOException if it cannot be created, as where the disk is full */
    static synchronized TemporaryFolder create() throws IOException {
        // Closing a file ends all locks that this JVM has on it: so not while this JVM has a folder.
        if (OPEN.isEmpty()) {
            removeAbandoned();
        }
        Optional<TemporaryFolder> created = Optional.empty();
        while (created.isEmpty()) {
            // Empty if another JVM takes the folder for an abandoned one before it is locked.
            created = lock(Files.createTempDirectory(PREFIX), StandardOpenOption.CREATE);
        }
        OPEN.add(created.get());
        return created.get();
    }

    /** Those of JVMs that were killed. */
    private static void removeAbandoned() throws IOException {
        List<Path> lockFiles;
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            lockFiles = files.filter(TemporaryFolder::isLockFile).toList();
        }
        for (Path lockFile : lockFiles) {
            String name = lockFile.toString();
            Path folder = Path.of(name.substring(0, name.length() - LOCK_SUFFIX.length()));
            try {
                lock(folder, StandardOpenOption.WRITE).ifPresent(TemporaryFolder::close);
            } catch (AccessDeniedException | NoSuchFileException e) {
                // It is another user's, or was just removed.
            }
        }
    }

    private static boolean isLockFile(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(PREFIX) && name.endsWith(LOCK_SUFFIX);
    }

    private static Path lockFile(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK_SUFFIX);
    }

    /** Returns nothing if another JVM has locked the folder, or removed its lock file. */
    private static Optional<TemporaryFolder> lock(Path folder, OpenOption create) throws IOException {
        FileChannel channel = FileChannel.open(lockFile(folder), StandardOpenOption.WRITE, create);
        if (channel.tryLock() == null || !Files.exists(lockFile(folder))) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new TemporaryFolder(folder, channel));
    }

    Path path() {
        return path;
    }

    /** Leaves the lock file of a folder that cannot be removed: the next JVM tries again. */
    @Override
    public void close() {
        delete(path);
        try {
            if (!Files.exists(path)) {
                Files.deleteIfExists(lockFile(path));
            }
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            OPEN.remove(this);
        }
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
