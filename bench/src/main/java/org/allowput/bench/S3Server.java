package org.allowput.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Gatherers;
import javax.net.ssl.TrustManager;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.ServerTls;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.local.Unchecked;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** A source and a target bucket of one owner in something that speaks S3 over TLS, and a folder for temporary files. */
record S3Server(URI endpoint, TlsCertificate certificate, S3Client client, Path folder) {
    /** That of the examples in {@code events}. */
    static final String SOURCE = "allow-put-source-222222222222-us-east-1-an";

    static final String TARGET = "target";
    static final String REGION = "us-east-1";
    /** By the secret that the emulator knows. */
    static final AwsBasicCredentials OWNER = AwsBasicCredentials.create("222222222222", "test");

    private static final int BUFFER = 1 << 20;
    /** See <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html">DeleteObjects</a>. */
    private static final int KEYS_PER_DELETION = 1000;

    private static final Path MEMORY = Path.of("/dev/shm");

    void createBuckets() {
        client.createBucket(bucket -> bucket.bucket(SOURCE));
        client.createBucket(bucket -> bucket.bucket(TARGET));
    }

    void upload(Workload work) {
        each(work, key -> {
            RequestBody body =
                    RequestBody.fromContentProvider(() -> work.content(key), work.size(), "application/octet-stream");
            client.putObject(request -> request.bucket(SOURCE).key(key), body);
        });
    }

    void deleteCopies(Workload work) {
        work.keys().stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .gather(Gatherers.windowFixed(KEYS_PER_DELETION))
                .forEach(keys ->
                        client.deleteObjects(request -> request.bucket(TARGET).delete(delete -> delete.objects(keys))));
    }

    /** Compares every byte of the target with what was put into the source. */
    void compare(Workload work) {
        each(
                work,
                key -> Unchecked.run(() -> {
                    try (InputStream expected = work.content(key);
                            InputStream seen = client.getObject(
                                    request -> request.bucket(TARGET).key(key))) {
                        byte[] piece;
                        do {
                            piece = expected.readNBytes(BUFFER);
                            if (!Arrays.equals(piece, seen.readNBytes(BUFFER))) {
                                throw new IllegalStateException(key + " differs in the target");
                            }
                        } while (piece.length > 0);
                    }
                }));
    }

    private static void each(Workload work, Consumer<String> request) {
        Function<String, String> waits = key -> {
            request.accept(key);
            return key;
        };
        work.keys().stream().gather(Gatherers.mapConcurrent(8, waits)).forEach(key -> {});
    }

    /**
     * Starts <a href="https://github.com/versity/versitygw">versitygw</a>, a server in Go that speaks S3 and keeps each
     * object as a file: here in memory. It ends with this JVM, and leaves no file.
     */
    static S3Server start() throws IOException {
        Path folder = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : Path.of("/tmp"), "bench");
        TlsCertificate certificate = TlsCertificate.in(folder.resolve("tls"));
        int port = Ports.free();
        List<String> command = List.of(
                installed("versitygw"),
                "--access=" + OWNER.accessKeyId(),
                "--secret=" + OWNER.secretAccessKey(),
                "--region=" + REGION,
                "--port=127.0.0.1:" + port,
                "--cert=" + certificate.certificate(),
                "--key=" + certificate.key(),
                "--keep-alive",
                "--quiet",
                "posix",
                Files.createDirectory(folder.resolve("data")).toString());
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            process.destroyForcibly().onExit().join();
            PrivateFiles.delete(folder);
        }));
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

    private static S3Client client(URI endpoint, TlsCertificate certificate) {
        ServerTls tls = ServerTls.of(certificate.folder());
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .tlsTrustManagersProvider(() -> tls.trust().toArray(TrustManager[]::new)))
                .credentialsProvider(StaticCredentialsProvider.create(OWNER))
                // As most of what is in S3: put without a choice of a checksum, so that the store chooses.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    /** A program that {@code build/bench} installs. */
    static String installed(String name) {
        return Checkout.current().root() + "/.bench/tools/bin/" + name;
    }
}
