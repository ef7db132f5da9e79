package org.allowput.lambda.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionPolicyTest {
    private static final SessionPolicy.Bucket BUCKET = new SessionPolicy.Bucket("arn:aws:s3:::target", "");

    @Test
    void oneSessionMayWriteExactlyTheKeysOfItsBatch() {
        assertThat(SessionPolicy.naming(List.of("a", "b \"c\"\\"), BUCKET))
                .singleElement()
                .extracting(SessionPolicy::text)
                .isEqualTo("""
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:PutObject",\
                    "s3:PutObjectTagging","s3:DeleteObject","s3:AbortMultipartUpload"],\
                    "Resource":["arn:aws:s3:::target/a","arn:aws:s3:::target/b \\"c\\"\\\\"]}]}\
                    """);
    }

    @Test
    void whereTheBucketHasAKeyTheSessionMayUseThatKey() {
        SessionPolicy.Bucket encrypted = new SessionPolicy.Bucket("arn:aws:s3:::target", "arn:of:the:key");

        assertThat(SessionPolicy.naming(List.of("a"), encrypted).getFirst().text())
                .endsWith("""
                    ,{"Effect":"Allow","Action":["kms:GenerateDataKey","kms:Decrypt"],"Resource":"arn:of:the:key"}]}\
                    """);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a*b?c, a?b?c",
                "${aws:username}/x, ?{aws:username}/x",
                "100%25+&=;[1], 100%25+&=;[1]",
                "日本語/🎉.txt, */*.txt",
                "é, *"
            })
    void whatAPolicyReadsAsMoreThanItselfBecomesAWildcardThatMatchesIt(String key, String pattern) {
        assertThat(SessionPolicy.naming(List.of(key), BUCKET).getFirst().patterns())
                .containsExactly(pattern);
    }

    @Test
    void keysThatOnePolicyCannotHoldAreSharedAmongSeveralEachInOne() {
        List<String> keys = IntStream.range(0, 100)
                .mapToObj(i -> "folder/of some length/" + i)
                .toList();

        List<SessionPolicy> policies = SessionPolicy.naming(keys, BUCKET);

        assertThat(policies)
                .hasSizeBetween(2, 6)
                .allSatisfy(policy -> assertThat(policy.text()).hasSizeLessThanOrEqualTo(2048));
        assertThat(policies.stream().flatMap(policy -> policy.patterns().stream()))
                .containsExactlyElementsOf(keys);
    }

    @Test
    void aPolicyOfExactlyTheLargestLengthIsNotDivided() {
        int others =
                SessionPolicy.naming(List.of("a", ""), BUCKET).getFirst().text().length();
        String filling = "k".repeat(2048 - others);

        assertThat(SessionPolicy.naming(List.of("a", filling), BUCKET))
                .singleElement()
                .satisfies(policy -> assertThat(policy.text()).hasSize(2048));
        assertThat(SessionPolicy.naming(List.of("a", filling + "k"), BUCKET)).hasSize(2);
    }

    @Test
    void aKeyTooLongForAnyPolicyIsNamedByItsBeginning() {
        String longest = "\"".repeat(1024);

        List<SessionPolicy> policies = SessionPolicy.naming(List.of("a", longest, "b"), BUCKET);

        assertThat(policies)
                .hasSize(3)
                .allSatisfy(policy -> assertThat(policy.text()).hasSizeLessThanOrEqualTo(2048));
        assertThat(policies.get(1).patterns())
                .singleElement()
                .satisfies(pattern -> assertThat(pattern).matches("\"{800,}\\*"));
    }

    @Test
    void anOrdinaryKeyOfTheLargestLengthIsNamedWhole() {
        String longest = "k".repeat(1024);

        assertThat(SessionPolicy.naming(List.of(longest), BUCKET).getFirst().patterns())
                .containsExactly(longest);
    }

    @Test
    void whatStsCannotPackIsWidenedToWhatTheKeysHaveInCommon() {
        assertThat(Stream.of(List.of("in/a", "in/b"), List.of("x", "y"), List.of("k".repeat(1024)))
                        .map(keys -> SessionPolicy.naming(keys, BUCKET)
                                .getFirst()
                                .widened()
                                .patterns()
                                .getFirst()))
                .containsExactly("in/*", "*", "k".repeat(200) + "*");
    }
}
