package org.allowput.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.crac.Core;

/** The zip of the function {@code src/test/handlers/Probe.java}. */
final class ProbeZip {
    private static final Path RUNTIME = Path.of("target/runtime");

    private ProbeZip() {}

    /** @param classes an empty folder */
    static byte[] compile(Path classes) throws IOException {
        Path crac = Path.of(
                Core.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (Stream<Path> jars = Files.list(RUNTIME)) {
            List<String> libraries =
                    Stream.concat(Stream.of(crac), jars).map(Path::toString).toList();
            int status = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            "-proc:none",
                            "-d",
                            classes.toString(),
                            "-cp",
                            String.join(":", libraries),
                            "src/test/handlers/Probe.java");
            assertThat(status).isZero();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
                Files.copy(file, zip);
            }
            zip.putNextEntry(new ZipEntry("lib/crac.jar"));
            Files.copy(crac, zip);
        }
        return bytes.toByteArray();
    }
}
