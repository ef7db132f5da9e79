package org.allowput.ops.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The native library of DuckDB, 70 MB that its driver unpacks into a temporary file, and removes when the JVM ends
 * unless it is killed.
 */
final class NativeLibrary {
    /** The files that this process has mapped into its memory, on Linux, each as the last of a line's columns. */
    private static final Path MAPPED = Path.of("/proc/self/maps");

    private NativeLibrary() {}

    /**
     * Removes the file as soon as the library is loaded: the operating system keeps its content until this process
     * ends, however that happens. Elsewhere than on Linux, the file of a JVM that is killed stays.
     *
     * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html">proc_pid_maps(5)</a>
     */
    static void removeFile() throws IOException {
        if (!Files.exists(MAPPED)) {
            return;
        }
        List<Path> libraries;
        try (Stream<String> lines = Files.lines(MAPPED)) {
            libraries = lines.filter(line -> line.contains("/libduckdb_java") && line.endsWith(".so"))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .toList();
        }
        for (Path library : libraries) {
            Files.deleteIfExists(library);
        }
    }
}
