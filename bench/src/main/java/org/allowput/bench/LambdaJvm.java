package org.allowput.bench;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.TlsCertificate;

/** Java as Lambda starts it where SnapStart is on, for 1,769 MiB. */
final class LambdaJvm {
    private LambdaJvm() {}

    /** The words of a command, to which the arguments of the class can be added. */
    static List<String> command(TlsCertificate trusted, String classPath, Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:MaxHeapSize=1539788k", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(TlsCertificate.trustedBy(trusted.trustStore()));
        command.addAll(List.of("-cp", classPath, main.getName()));
        return command;
    }

    /** Unpacks a function's zip into a folder, which is made. */
    static void unzip(Path zip, Path folder) throws IOException {
        try (FileSystem packed = FileSystems.newFileSystem(zip);
                Stream<Path> entries = Files.walk(packed.getPath("/"))) {
            for (Path entry : entries.toList()) {
                Path file = folder.resolve(entry.toString().substring(1));
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(file);
                } else {
                    Files.copy(entry, file);
                }
            }
        }
    }

    /** The folder of the classes of this module. */
    static String ownClasses() {
        return Checkout.current().root().resolve("bench/target/classes").toString();
    }
}
