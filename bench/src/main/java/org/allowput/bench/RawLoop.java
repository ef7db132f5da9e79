package org.allowput.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The limit of what a copy in Java can reach, in a JVM as the function's. */
record RawLoop() implements CopyProgram {
    private static final Duration VALID = Duration.ofHours(1);

    @Override
    public String label() {
        return "raw loop in Java";
    }

    @Override
    public Measurement copy(S3Server server, Workload work, Path scratch) throws IOException {
        List<String> urls = new ArrayList<>();
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(S3Server.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(S3Server.OWNER))
                .build()) {
            for (String key : work.keys()) {
                urls.add(presigner
                                .presignGetObject(get -> get.signatureDuration(VALID)
                                        .getObjectRequest(object ->
                                                object.bucket(S3Server.SOURCE).key(key)))
                                .url()
                        + "\t"
                        + presigner
                                .presignPutObject(put -> put.signatureDuration(VALID)
                                        .putObjectRequest(object ->
                                                object.bucket(S3Server.TARGET).key(key)))
                                .url());
            }
        }
        List<String> command = LambdaJvm.command(server.certificate(), LambdaJvm.ownClasses(), RawCopy.class);
        command.add(Integer.toString(CONCURRENCY));
        command.add(Files.write(scratch.resolve("urls"), urls).toString());
        return Measurement.of(command, Map.of());
    }

    /** No SDK, no checksum, no retry: an open GET is the body of a PUT, by the two signed URLs of a line of a file. */
    static final class RawCopy {
        public static void main(String[] arguments) throws Exception {
            int concurrency = Integer.parseInt(arguments[0]);
            System.setProperty("http.maxConnections", Integer.toString(2 * concurrency));
            List<Callable<Boolean>> copies = Files.readAllLines(Path.of(arguments[1])).stream()
                    .map(line -> line.split("\t", -1))
                    .map(urls -> (Callable<Boolean>) () -> copy(urls[0], urls[1]))
                    .toList();
            try (ExecutorService threads =
                    Executors.newFixedThreadPool(concurrency, Thread.ofVirtual().factory())) {
                for (Future<Boolean> copied : threads.invokeAll(copies)) {
                    copied.get();
                }
            }
        }

        private static boolean copy(String from, String to) throws IOException {
            HttpURLConnection get = open(from);
            HttpURLConnection put = open(to);
            put.setRequestMethod("PUT");
            put.setDoOutput(true);
            try (InputStream in = get.getInputStream()) {
                put.setFixedLengthStreamingMode(get.getContentLengthLong());
                try (OutputStream out = put.getOutputStream()) {
                    in.transferTo(out);
                }
            }
            try (InputStream response = put.getInputStream()) {
                response.readAllBytes();
            }
            return true;
        }

        private static HttpURLConnection open(String url) throws IOException {
            return (HttpURLConnection) URI.create(url).toURL().openConnection();
        }
    }
}
