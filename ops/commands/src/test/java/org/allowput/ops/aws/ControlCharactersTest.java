package org.allowput.ops.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.allowput.contract.StackOutput;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.reconcile.ReconcileCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * S3's answers about keys with characters that XML 1.0 does not have, as the SDK reads them.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html">Naming Amazon S3 objects</a>
 */
class ControlCharactersTest {
    private static final String KEY = "a\u0001b";

    private HttpServer server;
    private int status = 200;
    private String answer = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = answer.getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private S3Client s3() {
        return S3Client.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .build();
    }

    @Test
    void anAnswerThatIsNoXmlIsASentenceAboutTheKey() {
        answer = "<?xml version=\"1.0\"?><ListBucketResult><Contents><Key>" + KEY
                + "</Key></Contents></ListBucketResult>";
        try (S3Client s3 = s3()) {
            Throwable error = catchThrowable(() -> s3.listObjectsV2(request -> request.bucket("source")));

            assertThat(OperationException.of(error))
                    .hasMessage(
                            "AWS answered what is not XML. Its answers about keys with control characters are not XML:"
                                    + " check the address and the key.")
                    .extracting(OperationException::status)
                    .isEqualTo(ExitStatus.AWS);
        }
    }

    @Test
    void anErrorAboutSuchAKeyKeepsItsStatus() {
        status = 404;
        answer = "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist."
                + "</Message><Key>" + KEY + "</Key></Error>";
        try (S3Client s3 = s3()) {
            S3Exception error = catchThrowableOfType(
                    S3Exception.class,
                    () -> s3.getObjectTagging(
                            request -> request.bucket("source").key(KEY)));

            assertThat(OperationException.of(error))
                    .hasMessage("AWS refused a request: S3 answered 404 without a code of an error. Its answers about"
                            + " keys with control characters are not XML: check the address and the key.");
        }
    }

    @Test
    void anObjectWithSuchAKeyThatIsDeletedMeanwhileEndsNoComparison() {
        Instant changed = Instant.now().minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);
        FakeS3 buckets = new FakeS3();
        buckets.put("source", KEY, new byte[1], changed, "e");
        buckets.put("source", "other", new byte[1], changed, "e");
        status = 404;
        answer = "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Key>" + KEY + "</Key></Error>";
        try (S3Client s3 = s3()) {
            buckets.beforeTagging = key -> {
                if (key.equals(KEY)) {
                    s3.getObjectTagging(request -> request.bucket("source").key(key));
                }
            };
            CommandRun command = new CommandRun(buckets, new FakeSqs());
            command.output(StackOutput.SELECTION, "[{\"requiredTag\":\"scan=clean\"}]");

            int ended = command.run(new ReconcileCommand(), "--name", "n", "--since", changed.toString());

            assertThat(command.out.toString()).as(command.err.toString()).contains("0 missing, 0 stale, 1 waiting");
            assertThat(ended).isZero();
        }
    }
}
