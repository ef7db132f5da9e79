package org.allowput.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.bench.workload.Workload;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.TlsCertificate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * <a href="https://github.com/versity/versitygw">versitygw</a>, a server in Go that speaks S3 and keeps each object as
 * a file: here in memory. Two of them serve the same files, one over TLS.
 */
public final class VersityServer implements S3Server {
    private final Path program;
    private final Path folder;
    private final TlsCertificate certificate;
    private final URI plain;
    private final URI tls;
    private final SdkHttpClient http = Apache5HttpClient.create();
    private final List<Process> processes = new ArrayList<>();
    private final S3Client source;

    /**
     * Starts it. What was started until a failure ends with this JVM.
     *
     * @param program its executable
     * @param folder on a file system in memory, for data and all else
     */
    public VersityServer(Path program, Path folder) throws IOException {
        this.program = program;
        this.folder = folder;
        this.certificate = TlsCertificate.in(folder.resolve("tls"));
        this.plain = URI.create("http://127.0.0.1:" + Ports.free());
        this.tls = URI.create("https://127.0.0.1:" + Ports.free());
        this.source = client(SOURCE_OWNER);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-versitygw"));
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                Files.createDirectories(folder.resolve("iam")).resolve("users.json"),
                "{\"accessAccounts\":{" + user(SOURCE_OWNER) + "," + user(TARGET_OWNER) + "}}");
        serve(plain, List.of());
        serve(
                tls,
                List.of(
                        "--cert",
                        certificate.certificate().toString(),
                        "--key",
                        certificate.key().toString(),
                        "--access-log",
                        accessLog().toString()));
        source.createBucket(bucket -> bucket.bucket(SOURCE));
        try (S3Client target = client(TARGET_OWNER)) {
            target.createBucket(bucket -> bucket.bucket(TARGET));
        }
    }

    private static String user(AwsBasicCredentials owner) {
        return """
            "%s":{"access":"%s","secret":"%s","role":"userplus"}\
            """.formatted(owner.accessKeyId(), owner.accessKeyId(), owner.secretAccessKey());
    }

    private void serve(URI endpoint, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of("--access", "root", "--secret", "the-servers-own-secret", "--region", REGION));
        command.addAll(List.of("--port", "127.0.0.1:" + endpoint.getPort(), "--keep-alive", "--quiet"));
        // With its cache of users, 4 of 13 short runs ended because a presigned request was denied; 0 of 12 without.
        command.addAll(List.of("--iam-dir", folder.resolve("iam").toString(), "--iam-cache-disable"));
        command.addAll(options);
        command.addAll(List.of("posix", folder.resolve("data").toString()));
        int port = endpoint.getPort();
        Path log = folder.resolve(port + ".log");
        Process process = new ProcessBuilder(CpuPinning.SERVER.command(command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        processes.add(process);
        while (!listens(port)) {
            if (!process.isAlive()) {
                throw new IOException(command.getFirst() + " ended: " + Files.readString(log));
            }
        }
    }

    private static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    private S3Client client(AwsBasicCredentials owner) {
        return S3Client.builder()
                .endpointOverride(plain)
                .region(Region.of(REGION))
                .httpClient(http)
                .credentialsProvider(StaticCredentialsProvider.create(owner))
                // As most of what is in S3: put without a choice of a checksum, so that the store chooses.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    @Override
    public URI endpoint() {
        return tls;
    }

    @Override
    public TlsCertificate certificate() {
        return certificate;
    }

    @Override
    public S3Client source() {
        return source;
    }

    private Path accessLog() {
        return folder.resolve("access.log");
    }

    @Override
    public long requests(Workload work) {
        try (Stream<String> lines = Files.lines(accessLog())) {
            return lines.filter(line -> line.contains(work.prefix())).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void clear(Workload work) {
        PrivateFiles.delete(folder.resolve("data").resolve(TARGET).resolve(work.prefix()));
    }

    @Override
    public void compare(Workload work) {
        Path data = folder.resolve("data");
        for (int number = 0; number < work.objects(); number++) {
            String key = work.key(number);
            try {
                if (Files.mismatch(
                                data.resolve(SOURCE).resolve(key),
                                data.resolve(TARGET).resolve(key))
                        >= 0) {
                    throw new IllegalStateException(key + " differs in the target");
                }
            } catch (IOException e) {
                throw new IllegalStateException(key + " is not in the target", e);
            }
        }
    }

    /** Ends it, and removes all that it held. */
    @Override
    public void close() {
        source.close();
        http.close();
        stop();
        PrivateFiles.delete(folder);
    }

    private void stop() {
        processes.forEach(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }
}
