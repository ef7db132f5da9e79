package org.allowput.sandbox.host.runtime;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.allowput.sandbox.host.settings.RuntimeClientKind;

/**
 * The runtime client that runs the function, as the child JVMs use it.
 *
 * @param classPath what makes up the client, and nothing else
 * @param nativeLibrary its native half, if it has one. Without a path of its own every JVM unpacks it to the same
 *     temporary file, and JVMs that start together crash
 */
public record RuntimeClient(String classPath, Optional<Path> nativeLibrary) {
    private static final String AWS_CLIENT = "aws-lambda-java-runtime-interface-client";

    /** The classes of AWS's client that have native methods, each of which this module has in Java. */
    private static final List<String> REPLACED = List.of(
            "com/amazonaws/services/lambda/runtime/api/client/runtimeapi/NativeClient.class",
            "com/amazonaws/services/lambda/crac/DNSManager.class");

    /**
     * Takes the jars in {@code jars}, and unpacks what the kind needs besides into {@code folder}.
     *
     * @throws IOException if AWS's client is not in {@code jars}
     * @throws UnsupportedOperationException if AWS's native library does not exist for this system
     */
    public static RuntimeClient prepare(RuntimeClientKind kind, Path jars, Path folder) throws IOException {
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
        return switch (kind) {
            case AWS -> new RuntimeClient(joined(classPath), Optional.of(unpackLibrary(client, folder)));
            case PORTABLE -> {
                classPath.addFirst(unpackReplacements(folder.resolve("portable")));
                yield new RuntimeClient(joined(classPath), Optional.empty());
            }
        };
    }

    private static String joined(List<Path> classPath) {
        return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** They are found before those of the same names in AWS's jar. */
    private static Path unpackReplacements(Path folder) throws IOException {
        for (String name : REPLACED) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            try (InputStream in = Objects.requireNonNull(RuntimeClient.class.getResourceAsStream("/" + name), name)) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return folder;
    }

    private static Path unpackLibrary(Path client, Path folder) throws IOException {
        if (RuntimeClientKind.of(System.getProperty("os.name")) != RuntimeClientKind.AWS) {
            throw new UnsupportedOperationException("AWS's native library exists for Linux only, this is "
                    + System.getProperty("os.name") + ": choose the runtime client portable.");
        }
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
