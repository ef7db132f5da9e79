package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** With a prefix in each pattern of {@code keys.include} the function can read no other keys. */
class ReadAccessTest {
    private static final String BUCKET = "arn:aws:s3:::allow-put-source-222222222222-us-east-1-an";

    @Test
    void withoutAPrefixTheFunctionReadsEveryObject() {
        assertThat(reads(Map.of("optIns.replicateTags", "true")))
                .containsExactly(
                        "Allow s3:GetObject on " + BUCKET + "/*",
                        "Allow s3:GetObjectTagging on " + BUCKET + "/*",
                        "Allow s3:GetObjectVersion on " + BUCKET + "/*",
                        "Allow s3:GetObjectVersionTagging on " + BUCKET + "/*",
                        "Allow s3:ListBucket on " + BUCKET);
    }

    @Test
    void withAPrefixItReadsObjectsAndTagsBelowThePrefixOnly() {
        assertThat(reads(Map.of("keys.include", "in/**", "optIns.replicateTags", "true")))
                .containsExactly(
                        "Allow s3:GetObject on " + BUCKET + "/in/*",
                        "Allow s3:GetObjectTagging on " + BUCKET + "/in/*",
                        "Allow s3:GetObjectVersion on " + BUCKET + "/in/*",
                        "Allow s3:GetObjectVersionTagging on " + BUCKET + "/in/*",
                        "Allow s3:ListBucket on " + BUCKET + " if {\"StringLikeIfExists\":{\"s3:prefix\":\"in/*\"}}");
    }

    @Test
    void whatIamReadsAsAVariableInThePrefixMatchesAnyCharacter() {
        assertThat(reads(Map.of("keys.include", "a${d}/é日本/**")))
                .contains(
                        "Allow s3:GetObject on " + BUCKET + "/a?{d}/*/*",
                        "Allow s3:ListBucket on " + BUCKET
                                + " if {\"StringLikeIfExists\":{\"s3:prefix\":\"a?{d}/*/*\"}}");
    }

    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
    @Test
    void morePrefixesThanAPolicyHasRoomForAreRefusedAtSynth() {
        assertThatCode(() -> build(20)).doesNotThrowAnyException();
        assertThatThrownBy(() -> build(80))
                .hasMessageContaining("replication.keys: seen up to 1")
                .hasMessageContaining(
                        " characters of policies for the role ReplicationSource/ReplicationFunction/Access/Role/")
                .hasMessageContaining("expected at most 10240: fewer or shorter patterns in keys.include");
    }

    private static void build(int prefixes) {
        String include = IntStream.range(0, prefixes)
                .mapToObj(n -> "\"in-" + n + "/**\"")
                .collect(Collectors.joining(",", "[", "]"));
        Map<String, String> options = Map.of("keys.include", include, "optIns.replicateTags", "true");
        ReplicationApp.build(Synthesised.app(options), Synthesised.zips(), Map.of());
    }

    private static List<String> reads(Map<String, String> options) {
        return Statements.of(Synthesised.of(options).source()).stream()
                .filter(line -> line.startsWith("ReplicationFunctionAccessRole: Allow s3:"))
                .map(line -> line.replace("ReplicationFunctionAccessRole: ", ""))
                .toList();
    }
}
