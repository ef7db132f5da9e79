package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Account A changes the ExternalId in its trust policy. Sessions that were handed out before live on until they end,
 * one hour at most, as on AWS: so the function is made to start anew, which ends them on its side. The settings are
 * those that are deployed by default.
 */
@ExtendWith(SandboxFixture.class)
class RevokedTrustIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Sandbox sandbox;
    private final Buckets buckets;

    RevokedTrustIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.buckets = new Buckets(sandbox);
    }

    @Test
    @Nightly(4)
    void newCopiesFailAndEveryObjectArrivesSoonAfterTheTrustIsRestored() throws IOException {
        List<String> keys = IntStream.range(0, 6).mapToObj(i -> "revoked/" + i).toList();
        TrustPolicy trust = new TrustPolicy(sandbox);
        String document = trust.document();
        Queues queues = new Queues(sandbox);
        try {
            trust.replace(sandbox.externalId(), "the-id-is-another-now");
            new LiveFunction(sandbox).startAnew();
            keys.forEach(this::put);

            assertThat(keys)
                    .allSatisfy(key ->
                            assertThat(denial(key)).contains(sandbox.roleArn()).doesNotContain(sandbox.externalId()));
            assertThat(keys).noneMatch(key -> buckets.inTarget(key).isPresent());
        } finally {
            trust.put(document);
        }

        for (String key : keys) {
            buckets.arrived(key);
            assertThat(sandbox.target()
                            .s3()
                            .getObjectAsBytes(request ->
                                    request.bucket(sandbox.targetBucket()).key(key))
                            .asUtf8String())
                    .isEqualTo("content of " + key);
        }
        assertThat(queues.deadLetters()).isZero();
    }

    private void put(String key) {
        sandbox.source()
                .s3()
                .putObject(
                        request -> request.bucket(sandbox.sourceBucket()).key(key),
                        RequestBody.fromString("content of " + key));
    }

    /** The line that the function logged about a copy that was denied. */
    private String denial(String key) {
        return Eventually.until(TIMEOUT, key + " is denied", () -> line(key), line -> !line.isEmpty());
    }

    private String line(String key) {
        try (Stream<String> lines = Files.lines(sandbox.functionLog())) {
            return lines.filter(line -> line.contains("AssumeRoleDenied") && line.contains('"' + key + '"'))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
