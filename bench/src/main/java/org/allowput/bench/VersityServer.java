package org.allowput.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.TrustManager;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.ServerTls;
import org.allowput.emulator.local.TlsCertificate;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * <a href="https://github.com/versity/versitygw">versitygw</a>, a server in Go that speaks S3 and keeps each object as
 * a file: here in memory.
 */
final class VersityServer {
    private static final Path MEMORY = Path.of("/dev/shm");

    private VersityServer() {}

    /** Starts it. It ends with this JVM, and leaves no file. */
    static S3Server start() throws IOException {
        Path folder = Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "bench")
                : Files.createTempDirectory("bench");
        TlsCertificate certificate = TlsCertificate.in(folder.resolve("tls"));
        int port = Ports.free();
        List<String> command = List.of(
                installed("versitygw").toString(),
                "--access=" + S3Server.OWNER.accessKeyId(),
                "--secret=" + S3Server.OWNER.secretAccessKey(),
                "--region=" + S3Server.REGION,
                "--port=127.0.0.1:" + port,
                "--cert=" + certificate.certificate(),
                "--key=" + certificate.key(),
                "--keep-alive",
                "--quiet",
                "posix",
                Files.createDirectory(folder.resolve("data")).toString());
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(MeasuredProcess.onCore(0, command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder), "stop-versitygw"));
        while (Ports.isFree(port)) {
            if (!process.isAlive()) {
                throw new IOException("versitygw ended: " + Files.readString(log));
            }
        }
        URI endpoint = URI.create("https://127.0.0.1:" + port);
        S3Server server = new S3Server(endpoint, certificate, client(endpoint, certificate), folder);
        server.createBuckets();
        return server;
    }

    private static void stop(Process process, Path folder) {
        process.destroyForcibly().onExit().join();
        PrivateFiles.delete(folder);
    }

    private static S3Client client(URI endpoint, TlsCertificate certificate) {
        ServerTls tls = ServerTls.of(certificate.folder());
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(S3Server.REGION))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .tlsTrustManagersProvider(() -> tls.trust().toArray(TrustManager[]::new)))
                .credentialsProvider(StaticCredentialsProvider.create(S3Server.OWNER))
                // As most of what is in S3: put without a choice of a checksum, so that the store chooses.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    /** A program that {@code build/bench} installs. */
    static Path installed(String name) {
        Path program = Checkout.current().root().resolve(".bench/tools/bin").resolve(name);
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(program + " is missing: run build/bench, which installs it by Go");
        }
        return program;
    }
}
