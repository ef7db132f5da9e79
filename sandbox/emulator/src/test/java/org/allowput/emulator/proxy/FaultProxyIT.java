package org.allowput.emulator.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.proxy.ProxiedRequest.Operation;
import org.allowput.emulator.strict.StrictS3;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The proxy does what its rules say, and nothing to what no rule names. */
class FaultProxyIT {
    private static final String BUCKET = "behind-a-proxy";

    @TempDir
    static Path folder;

    static Emulator emulator;
    static S3Client direct;

    FaultProxy proxy;
    S3Client through;

    @BeforeAll
    static void startEmulator() {
        emulator = Emulator.start(folder, Map.of());
        direct = emulator.source().s3();
        direct.createBucket(bucket -> bucket.bucket(BUCKET));
    }

    @AfterAll
    static void stopEmulator() {
        emulator.close();
    }

    @BeforeEach
    void start() {
        proxy = FaultProxy.start(emulator.endpoint(), folder.resolve("tls"), strict());
        through = behind(proxy);
    }

    private static StrictS3 strict() {
        return StrictS3.before(emulator, Map.of(BUCKET, Emulator.SOURCE_ACCOUNT));
    }

    private static S3Client behind(FaultProxy way) {
        return S3Client.builder()
                .endpointOverride(way.endpoint())
                .region(emulator.source().region())
                .credentialsProvider(emulator.source().credentials())
                .httpClientBuilder(Apache5HttpClient.builder()
                        .tlsTrustManagersProvider(way::trust)
                        .socketTimeout(Duration.ofSeconds(20)))
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    @AfterEach
    void stop() {
        through.close();
        proxy.close();
    }

    @Test
    void whatNoRuleNamesPassesAsItIs() {
        put("plain", "text");

        assertThat(get("plain")).isEqualTo("text");
        assertThat(proxy.requests(request -> true))
                .extracting(ProxiedRequest::operation)
                .containsExactly(Operation.PUT, Operation.GET);
        assertThat(proxy.requests(to(Operation.PUT)).getFirst().header("x-amz-content-sha256"))
                .as("bodies over TLS are not signed, as to AWS")
                .hasValueSatisfying(hash -> assertThat(hash).contains("UNSIGNED"));
    }

    @Test
    void anAnswerReplacesTheRequestOnce() {
        proxy.once(to(Operation.PUT), new Fault.Answer(503, "SlowDown"));

        assertThatThrownBy(() -> put("slow", "text")).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(503);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SlowDown");
        });
        assertThat(exists("slow")).isFalse();

        put("slow", "text");
        assertThat(exists("slow")).isTrue();
    }

    @Test
    void theNthRequestSuffersAndNoOther() {
        proxy.nth(2, to(Operation.GET), new Fault.Answer(500, "InternalError"));
        put("thrice", "text");

        assertThat(get("thrice")).isEqualTo("text");
        assertThatThrownBy(() -> get("thrice")).isInstanceOf(S3Exception.class);
        assertThat(get("thrice")).isEqualTo("text");
    }

    @Test
    void aConnectionBreaksBeforeTheRequestOrInsteadOfTheAnswer() {
        proxy.once(request -> request.key().equals("before"), new Fault.DropBefore());
        proxy.once(request -> request.key().equals("after"), new Fault.DropAfter());

        assertThatThrownBy(() -> put("before", "text")).isInstanceOf(SdkClientException.class);
        assertThatThrownBy(() -> put("after", "text")).isInstanceOf(SdkClientException.class);

        assertThat(exists("before")).isFalse();
        assertThat(exists("after")).isTrue();
    }

    @Test
    void aResponseIsReadAndStaysAsItIs() {
        List<String> response = new ArrayList<>();
        put("read", "text");
        proxy.once(to(Operation.GET), new Fault.ReadResponse(response::add));

        assertThat(get("read")).isEqualTo("text");
        assertThat(response).containsExactly("text");
    }

    @Test
    void whateverAFunctionSaysBefallsRequestsThatAreNotListed() {
        try (FaultProxy other = FaultProxy.start(
                emulator.endpoint(),
                folder.resolve("tls"),
                strict(),
                request -> request.operation() == Operation.PUT
                        ? Optional.of(new Fault.Answer(503, "SlowDown"))
                        : Optional.empty())) {
            through.close();
            through = behind(other);

            assertThatThrownBy(() -> put("fated", "text")).isInstanceOf(S3Exception.class);
            assertThatThrownBy(() -> get("fated")).isInstanceOf(NoSuchKeyException.class);
            assertThat(other.requests(request -> true)).isEmpty();
        }
    }

    @Test
    void whatS3RefusesAndTheEmulatorDoesNotIsRefused() {
        assertThatThrownBy(() -> through.putObject(
                        object -> object.bucket(BUCKET).key("k").expectedBucketOwner("333333333333"),
                        RequestBody.fromString("text")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        assertThatThrownBy(() -> put("k".repeat(1025), "text"))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("KeyTooLongError"));
        assertThatThrownBy(() -> through.createMultipartUpload(object -> object.bucket(BUCKET)
                        .key("k")
                        .expectedBucketOwner(Emulator.SOURCE_ACCOUNT)
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                        .checksumType("FULL_OBJECT")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(400));
    }

    private static Predicate<ProxiedRequest> to(Operation operation) {
        return request -> request.operation() == operation;
    }

    private void put(String key, String text) {
        through.putObject(
                object -> object.bucket(BUCKET).key(key).expectedBucketOwner(Emulator.SOURCE_ACCOUNT),
                RequestBody.fromString(text));
    }

    private String get(String key) {
        return through.getObjectAsBytes(
                        object -> object.bucket(BUCKET).key(key).expectedBucketOwner(Emulator.SOURCE_ACCOUNT))
                .asUtf8String();
    }

    private static boolean exists(String key) {
        try {
            direct.headObject(object -> object.bucket(BUCKET).key(key));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }
}
