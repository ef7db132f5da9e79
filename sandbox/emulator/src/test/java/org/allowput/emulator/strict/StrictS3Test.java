package org.allowput.emulator.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.allowput.emulator.testing.ErrorPage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Each thing that AWS refuses and the emulators accept, by a request that is refused and its nearest that is not. */
class StrictS3Test {
    private static final Pattern REPEATED = Pattern.compile("((?:%\\p{XDigit}{2})+|.)\\{(\\d+)}");

    @ParameterizedTest
    @CsvFileSource(resources = "/strict/requests.txt", delimiter = '|', quoteCharacter = '`')
    void aRequestIsRefusedAsByS3(
            String method,
            @Nullable String key,
            @Nullable String query,
            @Nullable String headers,
            @Nullable String policies,
            @Nullable String refused) {
        S3Request request = StrictCaller.request(method, text(key), text(query), headers(text(headers)));

        Optional<String> said = StrictCaller.withPolicies(text(policies))
                .refuse(request)
                .map(refusal -> refusal.status() + " " + refusal.code() + " " + refusal.message());

        if (refused == null) {
            assertThat(said).isEmpty();
        } else {
            assertThat(said.orElse("accepted")).containsSubsequence(refused.split(" ", 3));
        }
    }

    private static String text(@Nullable String cell) {
        return REPEATED.matcher(Objects.requireNonNullElse(cell, ""))
                .replaceAll(each -> each.group(1).repeat(Integer.parseInt(each.group(2))));
    }

    private static Map<String, String> headers(String text) {
        Map<String, String> headers = new HashMap<>();
        for (String header : text.split(", ", -1)) {
            if (!header.isEmpty()) {
                String[] parts = header.split("=", 2);
                headers.put(parts[0], parts[1]);
            }
        }
        return headers;
    }

    @Test
    void aConditionThatIsNotUnderstoodIsAnErrorAndNotLetThrough() {
        assertThatThrownBy(() -> StrictCaller.withPolicies("deny * StringIs s3:x-amz-storage-class GLACIER")
                        .refuse(put(Map.of("x-amz-storage-class", "GLACIER"))))
                .hasMessageContaining("StringIs");
    }

    @Test
    void aClientThatStatesNoOwnerIsRefusedWhereOnlyTheFunctionIsExpected() {
        StrictS3 forTheFunction = StrictCaller.withPolicies("");
        StrictS3 forAnyClient = new StrictS3(forTheFunction.owners(), false, forTheFunction.sessions());
        S3Request request = put(Map.of("x-amz-expected-bucket-owner", "none"));

        assertThat(forTheFunction.refuse(request)).isPresent();
        assertThat(forAnyClient.refuse(request)).isEmpty();
        assertThat(forAnyClient.refuse(put(Map.of("x-amz-expected-bucket-owner", "222222222222"))))
                .isPresent();
    }

    @Test
    void aBucketWithObjectLockTakesNoBodyWithoutAChecksum() {
        PolicySource.Bucket locked = new PolicySource.Bucket(PolicySource.PLAIN.policy(), Optional.empty(), true);
        S3Request without = StrictCaller.request("PUT", "key", "", Map.of());

        assertThat(S3Limits.refuse(without, locked)).isPresent();
        assertThat(S3Limits.refuse(without, PolicySource.PLAIN)).isEmpty();
        assertThat(S3Limits.refuse(
                        StrictCaller.request("PUT", "key", "", Map.of("x-amz-checksum-crc64nvme", "c")), locked))
                .isEmpty();
        assertThat(S3Limits.refuse(
                        StrictCaller.request("PUT", "key", "partNumber=1&uploadId=u", Map.of("content-md5", "m")),
                        locked))
                .isEmpty();
        assertThat(S3Limits.refuse(StrictCaller.request("POST", "key", "uploadId=u", Map.of()), locked))
                .isEmpty();
    }

    private static S3Request put(Map<String, String> headers) {
        return StrictCaller.request("PUT", "key", "", headers);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/strict/bucket-namespaces.txt", delimiter = '|')
    void aNameIsCreatedInItsOwnNamespaceOnly(
            String method, String bucket, @Nullable String namespace, @Nullable String code) {
        Map<String, String> headers = new TreeMap<>();
        headers.put(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=111111111111/20261127/us-east-1/s3/aws4_request, SignedHeaders=host");
        if (namespace != null) {
            headers.put("x-amz-bucket-namespace", namespace);
        }

        assertThat(StrictS3.withoutPolicies(Map.of())
                        .refuse(S3Request.of(method, bucket, "", "", headers))
                        .map(Refusal::code))
                .isEqualTo(Optional.ofNullable(code));
    }

    /** The examples of AWS's page on filters of notifications. */
    @ParameterizedTest
    @CsvFileSource(resources = "/strict/notifications.txt", delimiter = '|')
    void twoDestinationsOfOneEventAreRefused(
            String event,
            @Nullable String prefix,
            @Nullable String suffix,
            String otherEvent,
            @Nullable String otherPrefix,
            @Nullable String otherSuffix,
            boolean refused) {
        Optional<Refusal> refusal =
                Notifications.refuse("<NotificationConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                        + configuration("Queue", event, prefix, suffix)
                        + configuration("CloudFunction", otherEvent, otherPrefix, otherSuffix)
                        + "<EventBridgeConfiguration/></NotificationConfiguration>");

        assertThat(refusal.isPresent()).isEqualTo(refused);
        refusal.ifPresent(it ->
                ErrorPage.holds("A notification overlaps with another one", it.code() + ": " + it.message(), Map.of()));
    }

    private static String configuration(String kind, String event, @Nullable String prefix, @Nullable String suffix) {
        return "<%1$sConfiguration><%1$s>arn</%1$s><Event>%2$s</Event>%3$s</%1$sConfiguration>"
                .formatted(
                        kind,
                        event,
                        "<Filter><S3Key>" + rule("prefix", prefix) + rule("suffix", suffix) + "</S3Key></Filter>");
    }

    private static String rule(String name, @Nullable String value) {
        return value == null ? "" : "<FilterRule><Name>%s</Name><Value>%s</Value></FilterRule>".formatted(name, value);
    }
}
