package org.allowput.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.allowput.emulator.local.TlsCertificate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A source and a target bucket of one owner in something that speaks S3 over TLS.
 *
 * @param certificate what a client has to trust
 * @param client with the owner's credentials
 * @param folder for temporary files
 */
record S3Server(URI endpoint, TlsCertificate certificate, S3Client client, Path folder) {
    /** That of the examples in {@code events}. */
    static final String SOURCE = "allow-put-source-222222222222-us-east-1-an";

    static final String TARGET = "target";
    static final String REGION = "us-east-1";

    /** By the secret that the emulator knows. */
    static final AwsBasicCredentials OWNER = AwsBasicCredentials.create("222222222222", "test");

    private static final int REQUESTS_AT_ONCE = 8;
    private static final int BUFFER = 1 << 20;

    void createBuckets() {
        client.createBucket(bucket -> bucket.bucket(SOURCE));
        client.createBucket(bucket -> bucket.bucket(TARGET));
    }

    void upload(Workload work) throws Exception {
        each(
                work.keys(),
                key -> client.putObject(
                        request -> request.bucket(SOURCE).key(key),
                        RequestBody.fromContentProvider(
                                () -> work.content(key), work.size(), "application/octet-stream")));
    }

    void deleteCopies(Workload work) throws Exception {
        each(
                work.keys(),
                key -> client.deleteObject(request -> request.bucket(TARGET).key(key)));
    }

    /** Compares every byte of the target with what was put into the source. */
    void compare(Workload work) throws Exception {
        each(work.keys(), key -> {
            try (InputStream expected = work.content(key);
                    InputStream seen =
                            client.getObject(request -> request.bucket(TARGET).key(key))) {
                byte[] piece;
                do {
                    piece = expected.readNBytes(BUFFER);
                    if (!Arrays.equals(piece, seen.readNBytes(BUFFER))) {
                        throw new IllegalStateException(key + " differs in the target");
                    }
                } while (piece.length > 0);
            }
        });
    }

    @FunctionalInterface
    private interface Request {
        void send(String key) throws IOException;
    }

    private static void each(List<String> keys, Request request) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(REQUESTS_AT_ONCE)) {
            List<Future<?>> sent = keys.stream()
                    .<Future<?>>map(key -> threads.submit(() -> {
                        request.send(key);
                        return key;
                    }))
                    .toList();
            for (Future<?> each : sent) {
                each.get();
            }
        }
    }
}
