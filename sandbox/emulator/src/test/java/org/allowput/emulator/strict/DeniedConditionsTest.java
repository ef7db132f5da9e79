package org.allowput.emulator.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Puts that a policy denies by a condition, which the emulators do not evaluate. */
class DeniedConditionsTest {
    private static final String ALLOW = "{\"Effect\": \"Allow\", \"Action\": [\"s3:PutObject\", \"s3:PutObjectAcl\","
            + " \"s3:PutObjectTagging\"], \"Resource\": \"arn:aws:s3:::target/*\"}";
    private static final String ALLOW_KMS =
            "{\"Effect\": \"Allow\", \"Action\": \"kms:GenerateDataKey\", \"Resource\": \"*\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // A key of the customer's:
                // https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
                "Null | x-amz-server-side-encryption-customer-algorithm | false | AES256 |",
                // Another key than the agreed one, and none.
                "StringNotEquals | x-amz-server-side-encryption-aws-kms-key-id | arn:k/a | arn:k/b | arn:k/a",
                "StringNotEquals | x-amz-server-side-encryption-aws-kms-key-id | arn:k/a | | arn:k/a",
                "StringNotEqualsIfExists | x-amz-server-side-encryption | aws:kms | AES256 | aws:kms",
                "StringEquals | x-amz-storage-class | GLACIER | GLACIER | STANDARD_IA",
                "StringLike | x-amz-storage-class | *GLACIER* | GLACIER_IR | STANDARD_IA",
                "StringEquals | x-amz-acl | public-read | public-read | private",
                "Null | x-amz-website-redirect-location | false | /elsewhere |"
            })
    void aPutIsDeniedByTheHeaderThatTheConditionNames(
            String operator, String header, String expected, @Nullable String denied, @Nullable String accepted) {
        String deny = deny("*", operator, "s3:" + header, expected);

        assertThat(refuse(deny, "", put(header, denied)))
                .map(Refusal::message)
                .get()
                .asString()
                .contains("explicit deny");
        assertThat(refuse(deny, "", put(header, accepted))).isEmpty();
        assertThat(refuse("", bucket(deny), put(header, denied)))
                .map(Refusal::code)
                .contains("AccessDenied");
    }

    /** As AWS documents it: all writes conditional, except for the requests of an upload before its completion. */
    @Test
    void aPutThatCouldOverwriteIsDeniedWhereWritesMustBeConditional() {
        String deny = """
            {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::target/*",
             "Condition": {"Null": {"s3:if-none-match": "true"}, "Bool": {"s3:ObjectCreationOperation": "true"}}}\
            """;

        assertThat(refuse("", deny, put("if-none-match", null))).isPresent();
        assertThat(refuse("", deny, put("if-none-match", "*"))).isEmpty();
        assertThat(refuse("", deny, StrictCaller.request("POST", "key", "uploads", Map.of())))
                .isEmpty();
        assertThat(refuse("", deny, StrictCaller.request("PUT", "key", "partNumber=1&uploadId=u", Map.of())))
                .isEmpty();
        assertThat(refuse("", deny, StrictCaller.request("POST", "key", "uploadId=u", Map.of())))
                .isPresent();
        assertThat(refuse("", deny, StrictCaller.request("POST", "key", "uploadId=u", Map.of("if-none-match", "*"))))
                .isEmpty();
    }

    /** Without the operation's key, an upload in parts is denied as a whole: only its completion has the header. */
    @Test
    void anUploadInPartsIsDeniedWhereEachRequestMustBeConditional() {
        String deny = deny("s3:PutObject", "Null", "s3:if-none-match", "true");

        assertThat(refuse(deny, "", put("if-none-match", null))).isPresent();
        assertThat(refuse(deny, "", put("if-none-match", "*"))).isEmpty();
        assertThat(refuse(deny, "", StrictCaller.request("POST", "key", "uploads", Map.of())))
                .isPresent();
        assertThat(refuse(deny, "", StrictCaller.request("PUT", "key", "partNumber=1&uploadId=u", Map.of())))
                .isPresent();
        assertThat(refuse(deny, "", StrictCaller.request("POST", "key", "uploadId=u", Map.of("if-none-match", "*"))))
                .isEmpty();
    }

    @Test
    void aTagKeyOutsideOfTheListIsDenied() {
        String deny = deny("s3:PutObjectTagging", "ForAnyValue:StringNotEquals", "s3:RequestObjectTagKeys", "team");

        assertThat(refuse(deny, "", put("x-amz-tagging", "team=a&colour=red"))).isPresent();
        assertThat(refuse(deny, "", put("x-amz-tagging", "team=a"))).isEmpty();
        assertThat(refuse(deny, "", put("x-amz-tagging", null))).isEmpty();
    }

    @Test
    void aPolicyThatDeniesOtherAddressesExceptsTheRole() {
        String deny = bucket(deny("*", "NotIpAddress", "aws:SourceIp", "10.0.0.0/8"));
        String except = "{\"ArnNotEquals\": {\"aws:PrincipalArn\": \"arn:aws:iam::111111111111:role/%s\"}, ";

        assertThat(refuse("", deny, put("x-amz-acl", null))).isPresent();
        assertThat(refuse(
                        "",
                        deny.replace("{\"NotIp", except.formatted("AllowPutToS3") + "\"NotIp"),
                        put("x-amz-acl", null)))
                .isEmpty();
        assertThat(refuse("", deny.replace("{\"NotIp", except.formatted("Other") + "\"NotIp"), put("x-amz-acl", null)))
                .isPresent();
    }

    /** Its creation states it. */
    @Test
    void theEncryptionOfAPartIsLeftToTheEmulator() {
        String deny = deny("*", "StringNotEquals", "s3:x-amz-server-side-encryption", "aws:kms");

        assertThat(refuse(deny, "", StrictCaller.request("POST", "key", "uploads", Map.of())))
                .isPresent();
        assertThat(refuse(deny, "", StrictCaller.request("PUT", "key", "partNumber=1&uploadId=u", Map.of())))
                .isEmpty();
    }

    @Test
    void aKeyThatS3DoesNotDecideByIsLeftToTheEmulator() {
        assertThat(refuse(deny("*", "StringEquals", "aws:PrincipalOrgID", "o-1"), "", put("x-amz-acl", null)))
                .isEmpty();
    }

    @Test
    void aStatementThatNamesAnotherPrincipalDoesNotDeny() {
        String deny = bucket(deny("*", "Null", "s3:if-none-match", "true"))
                .replace("\"*\", \"Action\"", "{\"AWS\": \"333333333333\"}, \"Action\"");

        assertThat(refuse("", deny, put("if-none-match", null))).isEmpty();
    }

    @Test
    void whatIsNotUnderstoodIsAnErrorAndNotLetThrough() {
        String unknown = deny("*", "StringIs", "s3:x-amz-storage-class", "GLACIER");

        assertThatThrownBy(() -> refuse(unknown, "", put("x-amz-storage-class", "GLACIER")))
                .hasMessageContaining("StringIs");
    }

    /** It is compared with the role that the session is of. */
    @Test
    void aStatementThatNamesTheRoleDenies() {
        String deny = bucket(deny("*", "Null", "s3:if-none-match", "true"))
                .replace("\"*\", \"Action\"", "{\"AWS\": \"arn:aws:iam::111111111111:role/AllowPutToS3\"}, \"Action\"");

        assertThat(refuse("", deny, put("if-none-match", null))).isPresent();
        assertThat(refuse("", deny, put("if-none-match", "*"))).isEmpty();
    }

    private static Optional<Refusal> refuse(String roleDeny, String bucket, S3Request request) {
        String role = ALLOW + "," + ALLOW_KMS + (roleDeny.isEmpty() ? "" : "," + roleDeny);
        return StrictCaller.withPolicies(role, bucket, "").refuse(request);
    }

    private static S3Request put(String header, @Nullable String value) {
        return StrictCaller.request("PUT", "key", "", value == null ? Map.of() : Map.of(header, value));
    }

    private static String deny(String action, String operator, String key, String value) {
        return """
            {"Effect": "Deny", "Action": "%s", "Resource": "arn:aws:s3:::target/*", "Condition": {"%s": {"%s": "%s"}}}\
            """.formatted(action, operator, key, value);
    }

    private static String bucket(String statement) {
        return statement.replace("\"Deny\",", "\"Deny\", \"Principal\": \"*\",");
    }
}
