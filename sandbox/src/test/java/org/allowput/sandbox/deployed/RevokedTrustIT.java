package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Account A changes the ExternalId in its trust policy. Sessions that were handed out before live on until they end,
 * one hour at most, as on AWS: so the function is made to start anew, which ends them on its side.
 */
@ExtendWith(SandboxFixture.class)
class RevokedTrustIT {
    private final Sandbox sandbox;
    private final Buckets buckets;

    RevokedTrustIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.buckets = new Buckets(sandbox);
    }

    @Test
    void newCopiesFailNothingIsLostAndARedriveBringsEveryObjectAcross() throws IOException {
        List<String> keys = IntStream.range(0, 6).mapToObj(i -> "revoked/" + i).toList();
        TrustPolicy trust = new TrustPolicy(sandbox);
        String document = trust.document();
        Queues queues = new Queues(sandbox);
        Runnable restore = queues.shortenVisibility(2, 3);
        try {
            trust.replace(sandbox.externalId(), "the-id-is-another-now");
            new LiveFunction(sandbox).startAnew();
            keys.forEach(this::put);

            queues.awaitDeadLetters(keys.size());
            assertThat(keys).noneMatch(key -> buckets.inTarget(key).isPresent());
            assertThat(complaint())
                    .contains("AssumeRoleDenied", sandbox.roleArn())
                    .doesNotContain(sandbox.externalId());
        } finally {
            trust.put(document);
            new LiveFunction(sandbox).startAnew();
            restore.run();
        }

        assertThat(queues.redrive()).isEqualTo(keys.size());

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

    private String complaint() throws IOException {
        try (Stream<String> lines = Files.lines(sandbox.functionLog())) {
            return lines.filter(line -> line.contains("AssumeRoleDenied") && line.contains("revoked/"))
                    .findFirst()
                    .orElse("no line about the denial in " + sandbox.functionLog());
        }
    }
}
