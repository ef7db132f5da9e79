package org.allowput.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.allowput.emulator.local.Unchecked;
import org.allowput.host.function.DeployedFunction;
import org.allowput.host.function.DeployedFunctions;
import org.allowput.host.function.FunctionCode;
import org.allowput.host.function.FunctionNotDeployedException;
import org.allowput.host.function.InitializationType;
import org.allowput.host.function.SessionCredentials;
import org.allowput.host.settings.HostSettings;

/** {@code Probe} as if deployed, in versions that the test decides on. */
final class ProbeFunction implements DeployedFunctions {

    static final Path RUNTIME = Path.of("target/runtime");
    private static final Path SOURCE = Path.of("src/test/handlers/Probe.java");
    static final byte[] ZIP = zipOfSource();

    private final AtomicReference<DeployedFunction> deployed = new AtomicReference<>(version("1", Map.of()));

    /** Version {@code number} with these environment variables, 128 MiB and a timeout of 20 seconds. */
    static DeployedFunction version(String number, Map<String, String> environment) {
        return function(number, environment, Duration.ofSeconds(20), InitializationType.ON_DEMAND, "Probe");
    }

    static DeployedFunction function(
            String number, Duration timeout, InitializationType initialization, String handler) {
        return function(number, Map.of(), timeout, initialization, handler);
    }

    static DeployedFunction function(
            String number,
            Map<String, String> environment,
            Duration timeout,
            InitializationType initialization,
            String handler) {
        return new DeployedFunction(
                "probe",
                "arn:aws:lambda:eu-west-1:222222222222:function:probe:" + number,
                number,
                "revision of " + number + " " + environment,
                handler,
                "arn:aws:iam::222222222222:role/probe",
                environment,
                128,
                timeout,
                FunctionCode.digest(ZIP),
                initialization);
    }

    ProbeFunction deploy(DeployedFunction function) {
        deployed.set(function);
        return this;
    }

    @Override
    public DeployedFunction find(String qualifier) {
        DeployedFunction function = deployed.get();
        if (!qualifier.equals("live") && !qualifier.equals(function.version())) {
            throw new FunctionNotDeployedException("Function not found: probe:" + qualifier);
        }
        return function;
    }

    @Override
    public byte[] code(DeployedFunction function) {
        return ZIP.clone();
    }

    /** A host for this function, with made-up credentials. */
    HostSettings settings(Path workingDirectory) {
        Instant inAnHour = Instant.now().plusSeconds(3600);
        return HostSettings.of(
                this,
                function -> new SessionCredentials("ASIAPROBE", "secret of probe", "token of probe", inAnHour),
                workingDirectory,
                RUNTIME);
    }

    /** Kept in the build folder: several JVMs of the tests need it. */
    private static byte[] zipOfSource() {
        Path kept = Path.of("target/probe.zip");
        return Unchecked.get(() -> {
            if (Files.notExists(kept)
                    || Files.getLastModifiedTime(kept).compareTo(Files.getLastModifiedTime(SOURCE)) < 0) {
                Files.write(kept, compile());
            }
            return Files.readAllBytes(kept);
        });
    }

    private static byte[] compile() throws IOException {
        Path classes = Files.createTempDirectory("probe");
        List<Path> libraries = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(RUNTIME, "*.jar")) {
            jars.forEach(libraries::add);
        }
        Path crac = Path.of(org.crac.Core.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        libraries.add(crac);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int status = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                String.join(":", libraries.stream().map(Path::toString).toList()),
                SOURCE.toString());
        assertThat(status).isZero();
        return zip(classes, crac);
    }

    private static byte[] zip(Path classes, Path library) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
                Files.copy(file, zip);
            }
            zip.putNextEntry(new ZipEntry("lib/crac.jar"));
            Files.copy(library, zip);
        }
        return bytes.toByteArray();
    }
}
