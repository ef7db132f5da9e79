package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.fault.FaultProxy;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.lambda.CopyFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What the policy of A's bucket means for the readers of what B puts with the role and without it: account A, a third
 * account, and everybody. The strict S3 knows who owns an object; the emulator does not.
 */
@DisabledIfSystemProperty(
        named = CopyFixture.EMULATOR,
        matches = CopyFixture.LOCALSTACK,
        disabledReason = "LocalStack evaluates no policy")
class BucketPolicyIT extends CopyIntegrationTest {
    private static final String OTHER_ACCOUNT = "333333333333";
    private static final String WITHOUT_ROLE = "without-role";
    private static final String BY_HAND = "by-hand";
    private static final String BY_FUNCTION = "by-function";
    private static final Path PUBLISHED = Path.of("..", "docs", "examples", "website.json");
    private static final String LET_B_PUT = """
        {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": ["s3:PutObject", "s3:PutObjectAcl"],
         "Resource": "arn:aws:s3:::%s/*"}
        """.formatted(Emulator.SOURCE_ACCOUNT, TARGET);
    private static final String LET_ALL_READ = statement("Allow", "");
    private static final String HERE = "\"IpAddress\": {\"aws:SourceIp\": \"127.0.0.0/8\"}";
    private static final String ELSEWHERE = "\"IpAddress\": {\"aws:SourceIp\": \"192.0.2.0/24\"}";
    private static final String NOT_ELSEWHERE = "\"NotIpAddress\": {\"aws:SourceIp\": \"192.0.2.0/24\"}";

    private FaultProxy proxy;

    @BeforeEach
    void startProxy() {
        proxy = fixture.proxyWithOwners();
        fixture.target().deletePublicAccessBlock(request -> request.bucket(TARGET));
    }

    @AfterEach
    void asItWas() {
        proxy.close();
        own(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        fixture.target().deleteBucketPolicy(request -> request.bucket(TARGET));
    }

    @ParameterizedTest
    @EnumSource
    void thePolicyReachesWhatBPutsWithTheRoleAndNothingElse(UploadMethod method) {
        own(ObjectOwnership.OBJECT_WRITER);
        policy(LET_B_PUT, LET_ALL_READ);

        putInThreeWays(method);

        for (Account reader : List.of(everybody(), other(), fixture.emulator().target())) {
            assertThat(status(reader, WITHOUT_ROLE)).as("%s", reader).isEqualTo(403);
            assertThat(status(reader, BY_HAND)).as("%s", reader).isEqualTo(200);
            assertThat(status(reader, BY_FUNCTION)).as("%s", reader).isEqualTo(200);
        }
        assertThat(status(everybody(), WITHOUT_ROLE, fixture.emulator().endpoint()))
                .as("by the emulator, which knows no owners")
                .isEqualTo(200);
    }

    @Test
    void thePolicyThatAllowsSomeAddressesIsIgnoredForWhatBOwns() {
        own(ObjectOwnership.OBJECT_WRITER);
        policy(LET_B_PUT, statement("Allow", HERE));
        putInThreeWays(UploadMethod.ONE_PUT);
        assertThat(status(everybody(), BY_FUNCTION)).isEqualTo(200);
        assertThat(status(everybody(), WITHOUT_ROLE)).isEqualTo(403);

        policy(LET_B_PUT, statement("Allow", ELSEWHERE));
        putAsB(WITHOUT_ROLE, put -> put.acl(ObjectCannedACL.PUBLIC_READ));
        assertThat(status(everybody(), BY_FUNCTION)).isEqualTo(403);
        assertThat(status(everybody(), WITHOUT_ROLE)).isEqualTo(200);
    }

    @Test
    void whatThePolicyDeniesByAddressItDeniesForAllObjects() {
        own(ObjectOwnership.OBJECT_WRITER);
        policy(LET_B_PUT, LET_ALL_READ, statement("Deny", NOT_ELSEWHERE));
        putInThreeWays(UploadMethod.ONE_PUT);
        putAsB(WITHOUT_ROLE, put -> put.acl(ObjectCannedACL.PUBLIC_READ));

        for (String key : List.of(WITHOUT_ROLE, BY_HAND, BY_FUNCTION)) {
            assertThat(status(everybody(), key)).as(key).isEqualTo(403);
        }
    }

    @Test
    void bucketOwnerPreferredNeedsTheAclWithoutTheRoleAndNothingWithIt() {
        own(ObjectOwnership.BUCKET_OWNER_PREFERRED);
        policy(LET_B_PUT, LET_ALL_READ);
        putInThreeWays(UploadMethod.ONE_PUT);
        assertThat(status(everybody(), WITHOUT_ROLE)).isEqualTo(403);
        assertThat(status(everybody(), BY_FUNCTION)).isEqualTo(200);

        putAsB(WITHOUT_ROLE, put -> put.acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL));
        assertThat(status(everybody(), WITHOUT_ROLE)).isEqualTo(200);
    }

    @Test
    void bucketOwnerEnforcedGivesTheBucketsOwnerWhatWasPutBefore() {
        own(ObjectOwnership.OBJECT_WRITER);
        policy(LET_B_PUT, LET_ALL_READ);
        putAsB(WITHOUT_ROLE, put -> {});
        assertThat(status(everybody(), WITHOUT_ROLE)).isEqualTo(403);

        own(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        assertThat(status(everybody(), WITHOUT_ROLE)).isEqualTo(200);
    }

    @Test
    void aPageOfAWebsiteIsServedWithItsHeadersByThePublishedPolicy() throws IOException {
        own(ObjectOwnership.OBJECT_WRITER);
        source.put(
                "site/index.html",
                CopySamples.bytes(100),
                page -> page.contentType("text/html; charset=utf-8")
                        .cacheControl("public, max-age=300")
                        .contentLanguage("en"));
        source.put("site/old.html", CopySamples.bytes(1), page -> page.websiteRedirectLocation("/index.html"));
        copy("site/index.html", "index.html");
        copy("site/old.html", "old.html");
        assertThat(status(everybody(), "index.html")).isEqualTo(403);

        put(Files.readString(PUBLISHED).replace("TARGET_BUCKET", TARGET));

        GetObjectResponse page = read(everybody(), "index.html");
        assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(page.cacheControl()).isEqualTo("public, max-age=300");
        assertThat(page.contentLanguage()).isEqualTo("en");
        assertThat(read(everybody(), "old.html").websiteRedirectLocation()).isEqualTo("/index.html");
    }

    /** As an organization may demand it, and as S3 creates buckets. */
    @Test
    void blockPublicAccessRefusesThePublishedPolicy() throws IOException {
        String policy = Files.readString(PUBLISHED).replace("TARGET_BUCKET", TARGET);
        fixture.target()
                .putPublicAccessBlock(request ->
                        request.bucket(TARGET).publicAccessBlockConfiguration(block -> block.blockPublicPolicy(true)));

        assertThatThrownBy(() -> put(policy)).hasMessageContaining("BlockPublicPolicy");
    }

    private void putInThreeWays(UploadMethod method) {
        putAsB(WITHOUT_ROLE, put -> {});
        put(fixture.emulator().source().as(fixture.sessionByHand(proxy)), BY_HAND, put -> {});
        source.put(BY_FUNCTION, CopySamples.bytes(method.size()));
        copy(BY_FUNCTION, BY_FUNCTION);
    }

    private void putAsB(String key, Consumer<PutObjectRequest.Builder> more) {
        put(fixture.emulator().source(), key, more);
    }

    private void put(Account caller, String key, Consumer<PutObjectRequest.Builder> more) {
        new S3Bucket(caller.at(proxy.endpoint()), TARGET).put(key, CopySamples.bytes(4), more);
    }

    private void copy(String key, String targetKey) {
        try (CopyFixture.ConnectedCopier copy = fixture.copy(proxy, CopySamples.OPTIONS, CopySamples.DEFAULTS)) {
            assertThat(copy.copy().replicate(key, targetKey, CopySamples.LATER)).isInstanceOf(Outcome.Copied.class);
        }
    }

    private void own(ObjectOwnership setting) {
        OwnershipControlsRule rule =
                OwnershipControlsRule.builder().objectOwnership(setting).build();
        fixture.target()
                .putBucketOwnershipControls(
                        request -> request.bucket(TARGET).ownershipControls(controls -> controls.rules(rule)));
    }

    private void policy(String... statements) {
        put("{\"Version\": \"2012-10-17\", \"Statement\": [" + String.join(",", statements) + "]}");
    }

    private void put(String policy) {
        fixture.target().putBucketPolicy(request -> request.bucket(TARGET).policy(policy));
    }

    private static String statement(String effect, String condition) {
        return """
            {"Effect": "%s", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/*",
             "Condition": {%s}}
            """.formatted(effect, TARGET, condition);
    }

    private Account everybody() {
        return other().as(AnonymousCredentialsProvider.create());
    }

    private Account other() {
        return fixture.emulator().account(OTHER_ACCOUNT);
    }

    private int status(Account reader, String key) {
        return status(reader, key, proxy.endpoint());
    }

    private static int status(Account reader, String key, URI endpoint) {
        try {
            reader.at(endpoint)
                    .s3()
                    .getObjectAsBytes(request -> request.bucket(TARGET).key(key));
            return 200;
        } catch (S3Exception e) {
            return e.statusCode();
        }
    }

    private GetObjectResponse read(Account reader, String key) {
        return reader.at(proxy.endpoint())
                .s3()
                .getObjectAsBytes(request -> request.bucket(TARGET).key(key))
                .response();
    }
}
