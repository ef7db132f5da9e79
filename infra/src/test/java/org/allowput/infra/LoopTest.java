package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A bucket that is copied from cannot become a target, and the other way round: both stacks export one name, and
 * CloudFormation refuses the second in an account and Region.
 */
class LoopTest {
    @Test
    void aBucketExportsTheSameNameWhicheverSideItIsOn() {
        Synthesised thereTo = Synthesised.of(Map.of("source.bucketName", "one.bucket", "target.bucketName", "other"));
        Synthesised andBack = Synthesised.of(Map.of(
                "source.account", "111111111111",
                "target.account", "222222222222",
                "source.bucketName", "other",
                "target.bucketName", "one.bucket"));

        assertThat(exports(thereTo.source())).containsExactly("one-way-replication-of-bucket-one:bucket");
        assertThat(exports(thereTo.target())).containsExactly("one-way-replication-of-bucket-other");
        assertThat(exports(andBack.source())).isEqualTo(exports(thereTo.target()));
        assertThat(exports(andBack.target())).isEqualTo(exports(thereTo.source()));
    }

    @Test
    void existingBucketsAreClaimedLikeCreatedOnes() {
        Synthesised existing = Synthesised.of(Map.of("source.bucketExists", "true", "target.bucketExists", "true"));

        assertThat(exports(existing.source()))
                .containsExactly("one-way-replication-of-bucket-allow-put-source-222222222222-us-east-1-an");
        assertThat(exports(existing.target()))
                .containsExactly("one-way-replication-of-bucket-allow-put-target-111111111111-us-east-1-an");
    }

    @Test
    void aLinkOfAChainLeavesTheClaimToTheStackThatOffersItsBucketAsATarget() {
        Synthesised link = Synthesised.of(Map.of("source.bucketIsTargetToo", "true", "keys.include", "on/**"));

        assertThat(exports(link.source())).isEmpty();
        assertThat(exports(link.target())).hasSize(1);
    }

    /** It bounds its retries itself. What others invoke in a chain of requests, Lambda stops. */
    @Test
    void onlyTheFunctionOfEventsMayBeInvokedByWhatItSent() {
        JsonNode source = Synthesised.of(Map.of("reconcile.schedule", "rate(1 day)", "receipts.enabled", "true"))
                .source();

        Map<String, String> recursion = new TreeMap<>();
        Synthesised.all(source, "AWS::Lambda::Function")
                .forEach(function -> recursion.put(
                        function.at("/Handler").asText().replaceFirst(".*\\.", ""),
                        function.at("/RecursiveLoop").asText()));
        assertThat(recursion)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("ReplicationHandler", "Allow", "LargeObjectHandler", "", "ReconcileHandler", ""));
    }

    private static List<String> exports(JsonNode template) {
        return template.get("Outputs").findValues("Export").stream()
                .map(export -> export.get("Name").asText())
                .toList();
    }
}
