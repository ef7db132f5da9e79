package org.allowput.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.local.Tool;

/** The emulator that the sandbox is: it evaluates policies. */
public record Ministack() implements EmulatorProgram {
    @Override
    public Tool python() {
        return Tool.PYTHON;
    }

    @Override
    public String requirements() {
        return "requirements.txt";
    }

    @Override
    public String prelude() {
        return resource("ministack_patches.py") + resource("java_functions.py");
    }

    private static String resource(String name) {
        try (InputStream code = Objects.requireNonNull(Ministack.class.getResourceAsStream(name), name)) {
            return new String(code.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> module(EmulatorAddress address) {
        TlsCertificate certificate = address.certificate();
        return List.of(
                "hypercorn",
                "ministack.app:app",
                "--workers",
                "0",
                "--bind",
                "127.0.0.1:" + address.port(),
                "--graceful-timeout",
                "0",
                "--keep-alive",
                "75",
                "--certfile",
                certificate.certificate().toString(),
                "--keyfile",
                certificate.key().toString());
    }

    @Override
    public Map<String, String> environment(Path stateDirectory, EmulatorAddress address) {
        TlsCertificate certificate = address.certificate();
        Path temporary = PrivateFiles.folder(stateDirectory.resolve("tmp"));
        return Map.ofEntries(
                Map.entry("AUTH", "true"),
                Map.entry("USE_SSL", "1"),
                Map.entry("MINISTACK_SSL_CERT", certificate.certificate().toString()),
                Map.entry("MINISTACK_SSL_KEY", certificate.key().toString()),
                Map.entry("BIND_HOST", "127.0.0.1"),
                Map.entry("GATEWAY_PORT", Integer.toString(address.port())),
                Map.entry("MINISTACK_REGION", EmulatorAddress.REGION.id()),
                Map.entry("TMPDIR", temporary.toString()),
                Map.entry("S3_DATA_DIR", temporary.resolve("s3").toString()),
                Map.entry("STATE_DIR", temporary.resolve("state").toString()));
    }

    @Override
    public String health() {
        return "/_ministack/health";
    }
}
