package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.allowput.lambda.CopyFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.proxy.FaultProxy;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.lambda.copy.CopySamples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * The function addresses buckets as it does on AWS: by host names, which a JVM of its own looks up in a file. All else
 * in the tests names them in the path.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html">Virtual hosting of general
 *     purpose buckets</a>
 */
class VirtualHostedIT {
    private static final String REGION = "us-east-1";
    private static final String DOMAIN = "." + REGION + ".amazonaws.com";
    private static final int MIB = 1024 * 1024;
    private static final int LARGE = 6 * MIB;

    @TempDir
    static Path folder;

    static CopyFixture fixture;
    static FaultProxy proxy;

    @BeforeAll
    static void start() {
        assumeFalse(CopyFixture.isOnLocalstack(), "one emulator that knows S3's host names is enough");
        fixture = CopyFixture.start(folder);
        proxy = fixture.proxyWithHostNames();
    }

    @AfterAll
    static void stop() {
        if (proxy != null) {
            proxy.close();
            fixture.close();
        }
    }

    @Test
    void keysOfAnyCharactersAndAnObjectInPartsAreCopiedByHostName() throws Exception {
        S3Bucket source = new S3Bucket(fixture.source(), SOURCE);
        S3Bucket target = new S3Bucket(fixture.target(), TARGET);
        for (String key : CopySamples.KEYS) {
            source.put(key, key.getBytes(UTF_8), object -> object.checksumAlgorithm("CRC32"));
        }
        source.put("large", new byte[LARGE], object -> object.checksumAlgorithm("CRC32"));

        String output = invoke(event());

        assertThat(output).as(output).endsWith("{\"batchItemFailures\":[]}\n");
        for (String key : CopySamples.KEYS) {
            assertThat(target.text(key)).as(key).isEqualTo(key);
        }
        assertThat(target.bytes("large")).isEqualTo(new byte[LARGE]);
        assertThat(proxy.requests(request -> request.operation() != ProxiedRequest.Operation.STS))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.header("Host"))
                        .contains(request.bucket() + ".s3" + DOMAIN + ":"
                                + proxy.endpoint().getPort()))
                .extracting(ProxiedRequest::bucket)
                .containsOnly(SOURCE, TARGET);
    }

    private static String event() {
        List<String> messages = new ArrayList<>();
        List<String> keys = new ArrayList<>(CopySamples.KEYS);
        keys.add("large");
        for (String key : keys) {
            String record =
                    ReplicationTest.created(URLEncoder.encode(key, UTF_8)).replace("source-bucket", SOURCE);
            messages.add(ReplicationTest.message(Integer.toString(messages.size()), record));
        }
        return ReplicationTest.queue(messages.toArray(String[]::new));
    }

    private static String invoke(String event) throws IOException, InterruptedException {
        Path hosts = Files.writeString(
                folder.resolve("hosts"),
                "127.0.0.1 %1$s.s3%3$s %2$s.s3%3$s s3%3$s sts%3$s\n".formatted(SOURCE, TARGET, DOMAIN));
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Djdk.net.hosts.file=" + hosts));
        words.addAll(TlsCertificate.trustedBy(folder.resolve("names-of-s3").resolve("trust.p12")));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), InvocationProcess.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(variables());
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(event.getBytes(UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** As a deployment sets them, and Lambda; and where AWS is. */
    private static Map<String, String> variables() {
        AwsSessionCredentials own =
                (AwsSessionCredentials) fixture.roles().function().resolveCredentials();
        int port = proxy.endpoint().getPort();
        return Map.ofEntries(
                Map.entry("AWS_ENDPOINT_URL_S3", "https://s3" + DOMAIN + ":" + port),
                Map.entry("AWS_ENDPOINT_URL_STS", "https://sts" + DOMAIN + ":" + port),
                Map.entry("AWS_ACCESS_KEY_ID", own.accessKeyId()),
                Map.entry("AWS_SECRET_ACCESS_KEY", own.secretAccessKey()),
                Map.entry("AWS_SESSION_TOKEN", own.sessionToken()),
                Map.entry("AWS_REGION", REGION),
                Map.entry("SOURCE_BUCKET", SOURCE),
                Map.entry("SOURCE_ACCOUNT", Emulator.SOURCE_ACCOUNT),
                Map.entry("TARGET_BUCKET", TARGET),
                Map.entry("TARGET_ACCOUNT", Emulator.TARGET_ACCOUNT),
                Map.entry("TARGET_REGION", REGION),
                Map.entry("TARGET_ROLE_ARN", fixture.roles().putOnly()),
                Map.entry("EXTERNAL_ID", TestRoles.EXTERNAL_ID),
                Map.entry("QUEUE_URL", EnvironmentVariablesTest.QUEUE.url()),
                Map.entry("DEAD_LETTER_QUEUE_URL", EnvironmentVariablesTest.QUEUE.deadLetterUrl()),
                Map.entry("MULTIPART_THRESHOLD_MIB", "5"));
    }
}
