package org.allowput.emulator.testing;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How tests start a command of the operators: with the jars on their own class path, and nothing of a test. */
public final class CommandJvmOptions {
    private static final Path ARCHIVE = Path.of("target", "commands-" + System.getProperty("test.fork", "1") + ".jsa")
            .toAbsolutePath();
    private static final AtomicBoolean FIRST = new AtomicBoolean(true);

    private CommandJvmOptions() {}

    /**
     * Options of a JVM that lives for a second. The first one writes an archive of its classes when it ends; others map
     * it, and start in half of the processor time. Until it is whole, they do without and say nothing.
     */
    public static List<String> options() {
        return List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                (FIRST.getAndSet(false) ? "-XX:ArchiveClassesAtExit=" : "-XX:SharedArchiveFile=") + ARCHIVE,
                "-Xlog:cds=off",
                "-Xlog:aot=off",
                "-cp",
                classPath());
    }

    /** No archive has classes of folders, which the modules are in a build that packages nothing. */
    private static String classPath() {
        String own = System.getProperty("java.class.path");
        String jars = Stream.of(own.split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
        return jars.contains(File.separator + "ops-cli-") ? jars : own;
    }
}
