package org.allowput.sandbox.repository;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.allowput.emulator.local.Checkout;

/** Files of this checkout that are not made by building or running it. */
public final class SourceFiles {
    private static final Set<String> MADE = Set.of(".git", ".sandbox", "target", "node_modules");

    private SourceFiles() {}

    /**
     * Finds files by their names.
     *
     * @param glob of the names
     */
    public static List<Path> named(String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        PathMatcher names = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        Files.walkFileTree(Checkout.current().root(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return MADE.contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (names.matches(file.getFileName())) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    /** Copies a file, or all files of a folder, to a place that need not exist. */
    public static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path destination = to.resolve(from.relativize(file).toString());
                Files.createDirectories(destination.getParent());
                Files.copy(file, destination);
            }
        }
    }
}
