package org.allowput.sandbox.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * AWS's Java runtime client on this computer.
 *
 * @param classPath its jars, and nothing else
 * @param nativeLibrary its native half. Left to itself every JVM unpacks it to the same temporary file, and JVMs that
 *     start together crash
 */
record RuntimeClient(String classPath, Path nativeLibrary) {

    /**
     * Takes the jars in {@code jars}, and unpacks the native library into {@code folder}.
     *
     * @throws IOException if the runtime client is not in {@code jars}
     * @throws UnsupportedOperationException on anything but Linux: the native library exists for nothing else
     */
    static RuntimeClient prepare(Path jars, Path folder) throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new UnsupportedOperationException(
                    "AWS's Java runtime client runs on Linux only: run the sandbox in a Linux container or machine.");
        }
        List<Path> classPath = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(jars, "*.jar")) {
            files.forEach(file -> classPath.add(file.toAbsolutePath()));
        } catch (NoSuchFileException e) {
            throw new IOException("No runtime client in " + jars + ": build the sandbox first (mvn package).", e);
        }
        Collections.sort(classPath);
        Path client = classPath.stream()
                .filter(jar -> jar.getFileName().toString().startsWith("aws-lambda-java-runtime-interface-client"))
                .findFirst()
                .orElseThrow(() ->
                        new IOException("No runtime client in " + jars + ": build the sandbox first (mvn package)."));
        return new RuntimeClient(
                String.join(
                        File.pathSeparator,
                        classPath.stream().map(Path::toString).toList()),
                unpack(client, folder));
    }

    private static Path unpack(Path client, Path folder) throws IOException {
        Path library = Files.createDirectories(folder).resolve("libaws-lambda-jni.so");
        try (ZipFile zip = new ZipFile(client.toFile())) {
            String name = "jni/libaws-lambda-jni." + platform() + ".so";
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new IOException(client + " has no " + name + ": this kind of machine is not supported.");
            }
            try (InputStream in = zip.getInputStream(entry)) {
                Files.copy(in, library, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return library;
    }

    private static String platform() throws IOException {
        boolean musl;
        try (DirectoryStream<Path> loaders = Files.newDirectoryStream(Path.of("/lib"), "ld-musl-*")) {
            musl = loaders.iterator().hasNext();
        }
        String architecture = switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch_64";
            case String other -> other;
        };
        return (musl ? "linux_musl-" : "linux-") + architecture;
    }
}
