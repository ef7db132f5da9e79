package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.allowput.sandbox.acceptance.Acceptance;
import org.allowput.sandbox.acceptance.AcceptanceRun;
import org.allowput.sandbox.acceptance.Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A put in B's bucket, through the deployed stacks, until A has the object. */
@Acceptance(AcceptanceRun.Way.CDK)
class ReplicationIT {
    private final Deployment deployment;
    private final Buckets buckets;

    ReplicationIT(Deployment deployment) {
        this.deployment = deployment;
        this.buckets = new Buckets(deployment);
    }

    @Test
    void anObjectArrivesByteForByteWithItsHeadersAndMetadataAndBelongsToA() {
        String key = "report/2026.html";
        deployment
                .source()
                .s3()
                .putObject(
                        request -> request.bucket(deployment.sourceBucket())
                                .key(key)
                                .contentType("text/html; charset=utf-8")
                                .cacheControl("max-age=60")
                                .metadata(Map.of("colour", "red", "weight", "2 kg")),
                        RequestBody.fromString("<p>Grüße</p>"));

        HeadObjectResponse arrived = buckets.arrived(key);

        assertThat(arrived.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(arrived.cacheControl()).isEqualTo("max-age=60");
        assertThat(arrived.metadata()).containsExactlyInAnyOrderEntriesOf(Map.of("colour", "red", "weight", "2 kg"));
        assertThat(deployment
                        .target()
                        .s3()
                        .getObjectAsBytes(request ->
                                request.bucket(deployment.targetBucket()).key(key))
                        .asUtf8String())
                .isEqualTo("<p>Grüße</p>");
        assertThat(ownerOf(key))
                .isEqualTo(deployment.target().s3().listBuckets().owner().id())
                .isNotEqualTo(deployment.source().s3().listBuckets().owner().id());
    }

    static Stream<String> keys() {
        return Stream.of(
                "with spaces  and more.txt",
                "a+b.txt",
                "100%.txt",
                "100%25.txt",
                "this&that=1;other.txt",
                "日本語/ファイル.txt",
                "🚀/🎉.txt",
                "q?u=e#r.txt",
                "back\\slash and \"quotes\" and 'more'.txt",
                "long/" + "ü".repeat(509) + "x");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void anObjectKeepsItsKey(String key) {
        assertThat(key.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(1024);
        put(key, "content of " + key);

        buckets.arrived(key);

        assertThat(deployment
                        .target()
                        .s3()
                        .getObjectAsBytes(request ->
                                request.bucket(deployment.targetBucket()).key(key))
                        .asUtf8String())
                .isEqualTo("content of " + key);
    }

    @Test
    void theLongestKeyThatS3TakesIsAmongThem() {
        assertThat(keys()).anyMatch(key -> key.getBytes(StandardCharsets.UTF_8).length == 1024);
    }

    @Test
    void anEmptyObjectArrivesEmpty() {
        put("empty", "");

        assertThat(buckets.arrived("empty").contentLength()).isZero();
    }

    @Test
    void anObjectOf20MegabytesArrivesByteForByte(@TempDir Path folder) throws IOException, NoSuchAlgorithmException {
        Path file = folder.resolve("large");
        Random random = new Random(1);
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] chunk = new byte[1_000_000];
            for (int megabyte = 0; megabyte < 20; megabyte++) {
                random.nextBytes(chunk);
                out.write(chunk);
            }
        }
        deployment
                .source()
                .s3()
                .putObject(request -> request.bucket(deployment.sourceBucket()).key("large"), file);

        assertThat(buckets.arrived("large").contentLength()).isEqualTo(20_000_000);
        try (InputStream original = Files.newInputStream(file);
                ResponseInputStream<GetObjectResponse> copy = deployment
                        .target()
                        .s3()
                        .getObject(request ->
                                request.bucket(deployment.targetBucket()).key("large"))) {
            assertThat(sha256(copy)).isEqualTo(sha256(original));
        }
    }

    private void put(String key, String content) {
        deployment
                .source()
                .s3()
                .putObject(
                        request -> request.bucket(deployment.sourceBucket()).key(key), RequestBody.fromString(content));
    }

    private String ownerOf(String key) {
        return deployment
                .target()
                .s3()
                .listObjectsV2(request ->
                        request.bucket(deployment.targetBucket()).prefix(key).fetchOwner(true))
                .contents()
                .stream()
                .map(S3Object::owner)
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static String sha256(InputStream content) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (DigestInputStream digesting = new DigestInputStream(content, digest)) {
            digesting.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
