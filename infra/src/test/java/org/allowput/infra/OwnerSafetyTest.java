package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the grant does not let a source account do to the owner of the bucket. */
class OwnerSafetyTest {
    private static final String OBJECTS = "arn:aws:s3:::allow-put-target-111111111111-us-east-1-an/*";
    private static final JsonNode DEFAULT = Synthesised.of(Map.of()).target();

    /** Nearest to what the receipts need: a put with {@code If-None-Match}. */
    @Test
    void belowThePrefixOfDeliveredReceiptsNothingIsOverwrittenDeletedOrTagged() {
        String receipts = OBJECTS.replace("*", "_deliveries/*");
        Map<String, String> settings =
                Map.of("receipts.deliverTo", "_deliveries/", "optIns.replicateDeletes", "deletions");

        assertThat(Statements.of(Synthesised.of(settings).target()))
                .contains(
                        "AllowPutToS3Role: Deny s3:PutObject on " + receipts
                                + " if {\"Null\":{\"s3:if-none-match\":\"true\"}}",
                        "AllowPutToS3Role: Deny s3:DeleteObject on " + receipts,
                        "AllowPutToS3Role: Deny s3:PutObjectTagging on " + receipts);
    }

    @Test
    void anAccountWithAKeyPrefixHasItsReceiptsBelowItsOwn() {
        Map<String, String> settings = Map.of(
                "source.keyPrefix",
                "from-b/",
                "keys.addPrefix",
                "from-b/",
                "receipts.deliverTo",
                "from-b/_deliveries/",
                "furtherSources",
                "[{\"account\": \"333333333333\", \"keyPrefix\": \"from-3/\"}]");

        assertThat(Statements.of(Synthesised.of(settings).target()))
                .contains(
                        "AllowPutToS3For222222222222Role: Deny s3:DeleteObject on "
                                + OBJECTS.replace("*", "from-b/_deliveries/*"),
                        "AllowPutToS3For333333333333Role: Deny s3:DeleteObject on "
                                + OBJECTS.replace("*", "from-3/_deliveries/*"));
    }

    @Test
    void aBucketOfTheStackKeepsWhatIsOverwrittenForThirtyDays() {
        assertThat(bucket(DEFAULT).at("/VersioningConfiguration/Status").asText())
                .isEqualTo("Enabled");
        assertThat(bucket(DEFAULT).at("/LifecycleConfiguration/Rules/0")).isEqualTo(Json.parse("""
            {"Id": "ExpireNoncurrentVersions", "Status": "Enabled", "ExpiredObjectDeleteMarker": true,
             "NoncurrentVersionExpiration": {"NoncurrentDays": 30}}\
            """));
    }

    @Test
    void everyBucketOfAStackIsVersionedAndKeepsWhatIsOverwrittenForADayOrMore() {
        Synthesised everything = Synthesised.of(Synthesised.EVERYTHING);

        List<JsonNode> buckets = Stream.of(everything.target(), everything.source())
                .flatMap(template -> template.get("Resources").valueStream())
                .filter(resource -> resource.get("Type").asText().equals("AWS::S3::Bucket"))
                .map(bucket -> bucket.get("Properties"))
                .toList();
        assertThat(buckets).hasSize(3).allSatisfy(bucket -> {
            assertThat(bucket.at("/VersioningConfiguration/Status").asText()).isEqualTo("Enabled");
            assertThat(bucket.findValue("NoncurrentDays").asInt()).isPositive();
        });
    }

    /** How long A pays for parts that nobody completes, by the template and by the pages. */
    @Test
    void thePagesNameTheDaysThatTheTemplateKeepsIncompleteUploads() throws IOException {
        String days = bucket(DEFAULT).findValue("DaysAfterInitiation").asText();
        String daysWithout = bucket(
                        Synthesised.of(Map.of("largeObjects.enabled", "false")).target())
                .findValue("DaysAfterInitiation")
                .asText();
        Path docs = Path.of("..", "docs");

        assertThat(Files.readString(docs.resolve("settings.md")))
                .contains("abort incomplete uploads after " + days + " days (" + daysWithout
                        + " if `largeObjects.enabled` is `false`) or more");
        assertThat(Files.readString(docs.resolve("security.md")))
                .contains("Parts of incomplete uploads are deleted after " + days + " days in a bucket that the stack"
                        + " creates.");
    }

    @Test
    void withWriteOncePutsThatCouldReplaceAnObjectAreDenied() {
        Synthesised with = Synthesised.of(Map.of("target.writeOnce", "true"));

        assertThat(Statements.of(with.target()))
                .filteredOn(line -> line.contains("if-none-match"))
                .containsExactly("AllowPutToS3Role: Deny s3:PutObject on " + OBJECTS
                        + " if {\"Bool\":{\"s3:ObjectCreationOperation\":\"true\"},"
                        + "\"Null\":{\"s3:if-none-match\":\"true\"}}");
        assertThat(Statements.of(DEFAULT)).noneMatch(line -> line.contains("if-none-match"));
        assertThat(Synthesised.properties(with.source(), "AWS::Lambda::Function", "ReplicationFunction")
                        .at("/Environment/Variables/WRITE_ONCE")
                        .asText())
                .isEqualTo("true");
    }

    @Test
    void eachAccountCanBeTrustedAsAMemberOfItsOrganizationOnly() {
        JsonNode with = Synthesised.of(Map.of(
                        "source.organizationId", "o-a1b2c3d4e5",
                        "furtherSources", "[{\"account\": \"333333333333\", \"organizationId\": \"o-f6g7h8i9j0\"}]"))
                .target();

        assertThat(Statements.of(with))
                .filteredOn(line -> line.contains(" on itself by [arn:aws:iam::222222222222:root]"))
                .hasSize(1)
                .allMatch(line -> line.contains("\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\""));
        assertThat(Statements.of(with))
                .filteredOn(line -> line.contains(" on itself by [arn:aws:iam::333333333333:root]"))
                .hasSize(1)
                .allMatch(line -> line.contains("\"aws:PrincipalOrgID\":\"o-f6g7h8i9j0\""));
    }

    @Test
    void aSecondExternalIdIsAcceptedOnlyWhileItIsSet() {
        assertThat(Synthesised.properties(DEFAULT, "AWS::IAM::Role", "AllowPutToS3Role")
                        .at("/AssumeRolePolicyDocument/Statement/0/Condition/StringEquals/sts:ExternalId"))
                .isEqualTo(Json.parse("[\"${ExternalId}\", \"${NextExternalId}\"]"));
        assertThat(DEFAULT.at("/Conditions/HasNextExternalId"))
                .isEqualTo(Json.parse("{\"Fn::Not\": [{\"Fn::Equals\": [{\"Ref\": \"NextExternalId\"}, \"\"]}]}"));
        assertThat(DEFAULT.at("/Parameters/NextExternalId/NoEcho").asBoolean()).isTrue();
        assertThat(DEFAULT.at("/Parameters/NextExternalId/Default").asText()).isEmpty();
        for (String accepted : new String[] {"", "ab", "x".repeat(1224)}) {
            assertThat(accepted)
                    .matches(DEFAULT.at("/Parameters/NextExternalId/AllowedPattern")
                            .asText());
        }
        for (String refused : new String[] {"a", "a b", "x".repeat(1225)}) {
            assertThat(refused)
                    .doesNotMatch(DEFAULT.at("/Parameters/NextExternalId/AllowedPattern")
                            .asText());
        }
    }

    private static JsonNode bucket(JsonNode template) {
        return Synthesised.properties(template, "AWS::S3::Bucket", "TargetBucket");
    }
}
