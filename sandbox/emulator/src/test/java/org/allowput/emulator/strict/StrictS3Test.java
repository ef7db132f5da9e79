package org.allowput.emulator.strict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each thing that AWS refuses and the emulators accept, by a request that is refused and its nearest that is not. */
class StrictS3Test {
    private static final String PUT_ONLY =
            "{\"Effect\": \"Allow\", \"Action\": \"s3:PutObject\", \"Resource\": \"arn:aws:s3:::target/*\"}";
    private static final String KEY = "arn:aws:kms:us-east-1:111111111111:key/a";

    @Test
    void aPlainPutIsAccepted() {
        assertThat(refuse(PUT_ONLY, put(Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-tagging, colour=red, s3:PutObjectTagging",
        "x-amz-acl, bucket-owner-full-control, s3:PutObjectAcl",
        "x-amz-grant-full-control, id=x, s3:PutObjectAcl",
        "x-amz-grant-read, id=x, s3:PutObjectAcl",
        "x-amz-grant-read-acp, id=x, s3:PutObjectAcl",
        "x-amz-grant-write-acp, id=x, s3:PutObjectAcl",
        "x-amz-object-lock-mode, GOVERNANCE, s3:PutObjectRetention",
        "x-amz-object-lock-retain-until-date, 2100-01-01T00:00:00Z, s3:PutObjectRetention",
        "x-amz-object-lock-legal-hold, ON, s3:PutObjectLegalHold",
        "if-match, \"e\", s3:GetObject"
    })
    void aHeaderNeedsItsActionAsWell(String header, String value, String action) {
        S3Request request = put(Map.of(header, value));

        assertThat(refuse(PUT_ONLY, request)).hasValueSatisfying(refusal -> {
            assertThat(refusal.status()).isEqualTo(403);
            assertThat(refusal.code()).isEqualTo("AccessDenied");
            assertThat(refusal.message())
                    .isEqualTo(
                            "User: arn:aws:sts::111111111111:assumed-role/AllowPutToS3/s is not authorized to perform: "
                                    + action
                                    + " on resource: \"arn:aws:s3:::target/key\" because no identity-based policy"
                                    + " allows the " + action + " action");
        });
        assertThat(refuse(PUT_ONLY + "," + PUT_ONLY.replace("s3:PutObject", action), request))
                .isEmpty();
    }

    @Test
    void anEmptyTaggingHeaderNeedsTheActionToo() {
        assertThat(refuse(PUT_ONLY, put(Map.of("x-amz-tagging", ""))))
                .map(Refusal::message)
                .get()
                .asString()
                .contains("s3:PutObjectTagging");
    }

    @Test
    void anUploadInPartsNeedsTheActionsWhenItBegins() {
        S3Request begin = request("POST", "key", "uploads", Map.of("x-amz-tagging", "a=b"));

        assertThat(refuse(PUT_ONLY, begin))
                .map(Refusal::message)
                .get()
                .asString()
                .contains("s3:PutObjectTagging");
    }

    @Test
    void aKmsKeyNeedsGenerateDataKeyAndInPartsDecrypt() {
        Map<String, String> encrypted = Map.of("x-amz-server-side-encryption-aws-kms-key-id", KEY);
        String generate = "{\"Effect\": \"Allow\", \"Action\": \"kms:GenerateDataKey\", \"Resource\": \"" + KEY + "\"}";
        S3Request begin = request("POST", "key", "uploads", encrypted);

        assertThat(refuse(PUT_ONLY, put(encrypted)))
                .map(Refusal::message)
                .get()
                .asString()
                .contains("GenerateDataKey");
        assertThat(refuse(PUT_ONLY + "," + generate, put(encrypted))).isEmpty();
        assertThat(refuse(PUT_ONLY + "," + generate, begin))
                .map(Refusal::message)
                .get()
                .asString()
                .contains("kms:Decrypt");
        assertThat(refuse(PUT_ONLY + "," + generate + "," + generate.replace("GenerateDataKey", "Decrypt"), begin))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', false", "222222222222, false", "111111111111, true"})
    void aBucketOfAnotherOwnerIsRefusedAndSoIsNoOwner(String owner, boolean accepted) {
        Map<String, String> headers = new HashMap<>(put(Map.of()).headers());
        headers.put("x-amz-expected-bucket-owner", owner);
        headers.values().removeIf(String::isEmpty);

        assertThat(refuse(PUT_ONLY, new S3Request("PUT", "target", "key", Map.of(), headers)))
                .isEqualTo(
                        accepted ? Optional.empty() : Optional.of(new Refusal(403, "AccessDenied", "Access Denied")));
    }

    @ParameterizedTest
    @CsvSource({"k, 1024", "é, 512", "写, 341"})
    void aKeyOfMoreThan1024BytesIsRefused(String character, int most) {
        String longest = character.repeat(most);

        assertThat(refuse(PUT_ONLY, request("PUT", longest, "", Map.of()))).isEmpty();
        assertThat(refuse(PUT_ONLY, request("PUT", longest + "kk", "", Map.of())))
                .contains(new Refusal(400, "KeyTooLongError", "Your key is too long"));
    }

    @Test
    void userMetadataOfMoreThan2KilobytesIsRefused() {
        assertThat(refuse(PUT_ONLY, put(Map.of("x-amz-meta-name", "v".repeat(2044)))))
                .isEmpty();
        assertThat(refuse(
                        PUT_ONLY,
                        put(Map.of("x-amz-meta-name", "v".repeat(1022), "x-amz-meta-more", "v".repeat(1019)))))
                .map(Refusal::code)
                .contains("MetadataTooLarge");
    }

    @Test
    void headersOfMoreThan8KilobytesAreRefused() {
        assertThat(refuse(PUT_ONLY, put(Map.of("cache-control", "v".repeat(7900)))))
                .isEmpty();
        assertThat(refuse(PUT_ONLY, put(Map.of("cache-control", "v".repeat(8192)))))
                .map(Refusal::code)
                .contains("RequestHeaderSectionTooLarge");
    }

    @Test
    void moreThanTenTagsAreRefused() {
        String allowed = PUT_ONLY.replace("\"s3:PutObject\"", "[\"s3:PutObject\", \"s3:PutObjectTagging\"]");

        assertThat(refuse(allowed, put(Map.of("x-amz-tagging", tags(10))))).isEmpty();
        assertThat(refuse(allowed, put(Map.of("x-amz-tagging", tags(11)))))
                .contains(new Refusal(400, "BadRequest", "Object tags cannot be greater than 10"));
    }

    @Test
    void aTagOfTooManyCharactersIsRefused() {
        String allowed = PUT_ONLY.replace("\"s3:PutObject\"", "[\"s3:PutObject\", \"s3:PutObjectTagging\"]");

        assertThat(refuse(allowed, put(Map.of("x-amz-tagging", "k".repeat(128) + "=" + "%C3%A9".repeat(256)))))
                .isEmpty();
        assertThat(refuse(allowed, put(Map.of("x-amz-tagging", "k".repeat(129) + "=v"))))
                .map(Refusal::code)
                .contains("InvalidTag");
    }

    @Test
    void aBodyWithoutALengthIsRefused() {
        assertThat(refuse(PUT_ONLY, put(Map.of("transfer-encoding", "chunked"))))
                .map(Refusal::status)
                .contains(501);
        assertThat(refuse(PUT_ONLY, put(Map.of("transfer-encoding", "chunked", "x-amz-decoded-content-length", "3"))))
                .isEmpty();
    }

    @Test
    void aChecksumOfTheWholeThatDoesNotCombineIsRefusedForParts() {
        Map<String, String> sha256 = Map.of("x-amz-checksum-type", "FULL_OBJECT", "x-amz-checksum-algorithm", "SHA256");
        Map<String, String> crc32 = Map.of("x-amz-checksum-type", "FULL_OBJECT", "x-amz-checksum-algorithm", "CRC32");

        assertThat(refuse(PUT_ONLY, request("POST", "key", "uploads", sha256)))
                .map(Refusal::code)
                .contains("InvalidRequest");
        assertThat(refuse(PUT_ONLY, request("POST", "key", "uploads", crc32))).isEmpty();
    }

    @Test
    void aNarrowedSessionIsRefusedWhatOnlyItsRoleMay() {
        String both = PUT_ONLY + "," + PUT_ONLY.replace("s3:PutObject", "s3:PutObjectTagging");

        assertThat(refuse(both, PUT_ONLY, put(Map.of("x-amz-tagging", "a=b"))))
                .map(Refusal::message)
                .get()
                .asString()
                .endsWith("because no session policy allows the s3:PutObjectTagging action");
        assertThat(refuse(both, both, put(Map.of("x-amz-tagging", "a=b")))).isEmpty();
    }

    @Test
    void aClientThatStatesNoOwnerIsRefusedWhereOnlyTheFunctionIsExpected() {
        StrictS3 forTheFunction = StrictCaller.withPolicies(PUT_ONLY, "", "");
        StrictS3 forAnyClient = new StrictS3(forTheFunction.owners(), false, forTheFunction.sessions());
        Map<String, String> headers = new HashMap<>(put(Map.of()).headers());
        headers.remove("x-amz-expected-bucket-owner");
        S3Request request = new S3Request("PUT", "target", "key", Map.of(), headers);

        assertThat(forTheFunction.refuse(request)).isPresent();
        assertThat(forAnyClient.refuse(request)).isEmpty();
        assertThat(forAnyClient.refuse(put(Map.of("x-amz-expected-bucket-owner", "222222222222"))))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"PUT, key, acl", "GET, key, retention", "GET, '', list-type=2", "PUT, '', policy"})
    void anOperationThatTheFunctionDoesNotUseIsLeftToTheEmulator(String method, String key, String query) {
        assertThat(refuse(PUT_ONLY, request(method, key, query, Map.of()))).isEmpty();
    }

    @Test
    void whoseSessionDidNotBeginHereIsLeftToTheEmulator() {
        Map<String, String> headers =
                new HashMap<>(put(Map.of("x-amz-tagging", "")).headers());
        headers.put("authorization", "AWS4-HMAC-SHA256 Credential=OTHER/20260101/us-east-1/s3/aws4_request");

        assertThat(refuse(PUT_ONLY, new S3Request("PUT", "target", "key", Map.of(), headers)))
                .isEmpty();
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

    private static Optional<Refusal> refuse(String statements, S3Request request) {
        return refuse(statements, "", request);
    }

    private static Optional<Refusal> refuse(String statements, String sessionStatements, S3Request request) {
        return StrictCaller.withPolicies(statements, "", sessionStatements).refuse(request);
    }

    private static S3Request put(Map<String, String> headers) {
        return request("PUT", "key", "", headers);
    }

    private static S3Request request(String method, String key, String query, Map<String, String> headers) {
        return StrictCaller.request(method, key, query, headers);
    }

    private static String tags(int count) {
        return IntStream.range(0, count).mapToObj(tag -> "tag" + tag + "=v").collect(Collectors.joining("&"));
    }
}
