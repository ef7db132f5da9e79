package org.allowput.host.runtime;

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
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * AWS's runtime client that runs the function, as the child JVMs use it: with Java code in place of its native library,
 * which exists for Linux only, for any system that has a JDK.
 *
 * @param classPath what makes up the client, and nothing else
 */
public record RuntimeClient(String classPath) {
    private static final String AWS_CLIENT = "aws-lambda-java-runtime-interface-client";

    /** The classes of AWS's client that have native methods, each of which this module has in Java. */
    private static final List<String> REPLACED = List.of(
            "com/amazonaws/services/lambda/runtime/api/client/runtimeapi/NativeClient.class",
            "com/amazonaws/services/lambda/crac/DNSManager.class");

    /**
     * Takes the jars in {@code jars}, and unpacks the classes that go before them into {@code folder}.
     *
     * @throws IOException if AWS's client is not in {@code jars}
     */
    public static RuntimeClient prepare(Path jars, Path folder) throws IOException {
        List<Path> classPath = new ArrayList<>();
        if (Files.isDirectory(jars)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(jars, "*.jar")) {
                files.forEach(file -> classPath.add(file.toAbsolutePath()));
            }
        }
        Collections.sort(classPath);
        if (classPath.stream().noneMatch(jar -> jar.getFileName().toString().startsWith(AWS_CLIENT))) {
            throw new IOException("No runtime client in " + jars + ": build the sandbox first (mvn package).");
        }
        for (String name : REPLACED) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            try (InputStream in = Objects.requireNonNull(RuntimeClient.class.getResourceAsStream("/" + name), name)) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        classPath.addFirst(folder);
        return new RuntimeClient(
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }
}
