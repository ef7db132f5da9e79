package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Nightly;
import org.allowput.ops.access.Attempt;
import org.allowput.sandbox.acceptance.Acceptance;
import org.allowput.sandbox.acceptance.AcceptanceRun;
import org.allowput.sandbox.acceptance.Deployment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * A put in B's bucket, through the deployed stacks, until A has the object; and who may do what with A's role and
 * bucket.
 */
@Acceptance(AcceptanceRun.Way.PLAIN)
class ReplicationIT {
    private final Deployment deployment;
    private final Buckets buckets;

    ReplicationIT(Deployment deployment) {
        this.deployment = deployment;
        this.buckets = new Buckets(deployment);
    }

    @Test
    @Tag("plain")
    void anObjectArrivesByteForByteWithItsHeadersAndMetadataAndBelongsToA() {
        String key = "report/2026.html";
        buckets.source()
                .put(
                        key,
                        "<p>Grüße</p>".getBytes(StandardCharsets.UTF_8),
                        request -> request.contentType("text/html; charset=utf-8")
                                .cacheControl("max-age=60")
                                .metadata(Map.of("colour", "red", "weight", "2 kg")));

        HeadObjectResponse arrived = buckets.arrived(key);

        assertThat(arrived.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(arrived.cacheControl()).isEqualTo("max-age=60");
        assertThat(arrived.metadata()).containsExactlyInAnyOrderEntriesOf(Map.of("colour", "red", "weight", "2 kg"));
        assertThat(buckets.target().text(key)).isEqualTo("<p>Grüße</p>");
        assertThat(ownerOf(key))
                .isEqualTo(deployment.target().s3().listBuckets().owner().id())
                .isNotEqualTo(deployment.source().s3().listBuckets().owner().id());
    }

    static List<String> keys() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/keys.txt"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void anObjectKeepsItsKey(String key) {
        assertThat(key.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(1024);
        buckets.source().put(key, "content of " + key);
        buckets.arrived(key);
        assertThat(buckets.target().text(key)).isEqualTo("content of " + key);
    }

    @Test
    void anEmptyObjectArrivesEmpty() {
        buckets.source().put("empty", "");

        assertThat(buckets.arrived("empty").contentLength()).isZero();
    }

    @Test
    void anObjectOf20MegabytesArrivesByteForByte() {
        byte[] bytes = new byte[20_000_000];
        new Random(1).nextBytes(bytes);
        buckets.source().put("large", bytes);

        assertThat(buckets.arrived("large").contentLength()).isEqualTo(bytes.length);
        assertThat(Arrays.equals(buckets.target().bytes("large"), bytes)).isTrue();
    }

    @Test
    @Tag("plain")
    void theRoleCanPutAndNothingElseAndOnlyBWithTheRightIdCanAssumeIt() {
        // A role that has just been deployed can be refused for some seconds.
        List<Attempt> attempts = Eventually.until(
                Duration.ofMinutes(2),
                "each access is answered as expected",
                deployment.accesses(),
                all -> all.stream().filter(Attempt::tried).allMatch(Attempt::asExpected));

        assertThat(attempts)
                .extracting(attempt -> attempt.access() + ": " + attempt.expected())
                .containsExactly(
                        "AssumeRole by B, right ExternalId: allowed",
                        "AssumeRole by B, wrong ExternalId: denied",
                        "AssumeRole by B, no ExternalId: denied",
                        "AssumeRole by an account that is not trusted, right ExternalId: denied",
                        "AssumeRole by a principal of B without a policy for it, right ExternalId: denied",
                        "with the role: PutObject: allowed",
                        "with the role: GetObject: denied",
                        "with the role: HeadObject: denied",
                        "with the role: ListObjects: denied",
                        "with the role: DeleteObject: denied",
                        "with the role: PutObjectAcl: denied",
                        "with the role: PutObject into another bucket: denied",
                        "with the role: PutObject with a tag: denied",
                        "B's administrator, without the role: PutObject: denied");
    }

    /**
     * Account A changes the ExternalId in its trust policy. Sessions that were handed out before live on until they
     * end, one hour at most, as on AWS: so the function is restarted, which ends them on its side.
     */
    @Test
    @Nightly(4)
    void newCopiesFailAndEveryObjectArrivesSoonAfterTheTrustIsRestored() throws Exception {
        List<String> keys = IntStream.range(0, 6).mapToObj(i -> "revoked/" + i).toList();
        new TrustPolicy(deployment).with(deployment.externalId(), "the-id-is-another-now", () -> {
            // On AWS, a changed policy is in effect some seconds later.
            Eventually.until(Buckets.TIMEOUT, "the role is denied", this::isDenied, denied -> denied);
            new TrustPolicy(deployment).startFunctionAnew();
            keys.forEach(buckets::put);

            assertThat(keys)
                    .allSatisfy(key -> assertThat(denial(key))
                            .contains(deployment.output(StackOutput.ROLE_ARN))
                            .doesNotContain(deployment.externalId()));
            assertThat(keys).noneMatch(key -> buckets.target().head(key).isPresent());
            return keys;
        });

        keys.forEach(buckets::copied);
        assertThat(new Queues(deployment).deadLetters()).isZero();
    }

    private boolean isDenied() {
        try {
            AssumedRole.by(deployment.source(), deployment.output(StackOutput.ROLE_ARN), deployment.externalId());
            return false;
        } catch (StsException e) {
            return e.statusCode() == 403;
        }
    }

    private String denial(String key) {
        return Eventually.until(
                        Buckets.TIMEOUT,
                        key + " is denied",
                        () -> deployment.logged("AssumeRoleDenied", '"' + key + '"'),
                        lines -> !lines.isEmpty())
                .getFirst();
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
}
