package org.allowput.host.runtime;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * AWS's runtime client that runs the function, as the child JVMs use it.
 *
 * @param classPath what makes up the client, and nothing else
 * @param library the client's own native library
 */
public record RuntimeClient(String classPath, Path library) {
    private static final String AWS_CLIENT = "aws-lambda-java-runtime-interface-client";

    /** By the processor's architecture; for Linux with glibc. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "amd64", "libaws-lambda-jni.linux-x86_64.so",
            "aarch64", "libaws-lambda-jni.linux-aarch_64.so");

    /**
     * Takes the jars in {@code jars}, and unpacks the native library into {@code folder}: left to itself, each JVM
     * would unpack it into one file that the others have loaded.
     *
     * @throws IOException if AWS's client is not in {@code jars}, or has no library for this computer
     */
    public static RuntimeClient prepare(Path jars, Path folder) throws IOException {
        List<Path> classPath = new ArrayList<>();
        if (Files.isDirectory(jars)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(jars, "*.jar")) {
                files.forEach(file -> classPath.add(file.toAbsolutePath()));
            }
        }
        Collections.sort(classPath);
        Path client = classPath.stream()
                .filter(jar -> jar.getFileName().toString().startsWith(AWS_CLIENT))
                .findFirst()
                .orElseThrow(() ->
                        new IOException("No runtime client in " + jars + ": build the sandbox first (mvn package)."));
        return new RuntimeClient(
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                library(client, folder));
    }

    private static Path library(Path client, Path folder) throws IOException {
        String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        String name = LIBRARIES.get(System.getProperty("os.arch"));
        if (!system.startsWith("Linux") || name == null) {
            throw new IOException("AWS's runtime client has no native library for " + system
                    + ": run the sandbox on Linux, on x86-64 or 64-bit Arm.");
        }
        Path library = Files.createDirectories(folder).resolve(name);
        try (FileSystem jar = FileSystems.newFileSystem(client)) {
            Files.copy(jar.getPath("jni", name), library, StandardCopyOption.REPLACE_EXISTING);
        }
        return library.toAbsolutePath();
    }
}
