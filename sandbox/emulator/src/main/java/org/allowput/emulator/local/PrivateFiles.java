package org.allowput.emulator.local;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** Files and folders that only the user who runs the sandbox can read. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Makes the folder, and those above it, and takes everyone else's access to it away. */
    public static Path folder(Path folder) {
        return Unchecked.get(() -> Files.setPosixFilePermissions(
                Files.createDirectories(folder), PosixFilePermissions.fromString("rwx------")));
    }

    /** Writes the file at once and for the owner only: a reader sees the old content or the new, never a part. */
    public static Path write(Path file, byte[] content) {
        FileAttribute<Set<PosixFilePermission>> owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return Unchecked.get(() -> {
            Path whole = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), "", owner);
            Files.write(whole, content);
            return Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    /** Deletes the folder and what is in it, if it exists. */
    public static void delete(Path folder) {
        if (Files.exists(folder)) {
            Unchecked.run(() -> {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            });
        }
    }

    public static Path write(Path file, String content) {
        return write(file, content.getBytes(StandardCharsets.UTF_8));
    }
}
