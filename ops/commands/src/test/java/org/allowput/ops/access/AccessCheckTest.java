package org.allowput.ops.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.allowput.contract.TargetGrant;
import org.allowput.ops.access.AccessCheck.CallingPrincipal;
import org.allowput.ops.aws.FakeAws;
import org.allowput.ops.cli.Operations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectAclRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** The check against a role that may put objects and delete them, below a prefix, into a versioned bucket. */
class AccessCheckTest {
    private final List<String> left = new ArrayList<>();
    private final VersionedBucket bucket = new VersionedBucket();
    private @Nullable String versioning = "Enabled";

    @Test
    void whatAnOptInAllowsIsExpectedAndTheProbeIsPutBelowThePrefix() {
        assertThat(check(true))
                .allMatch(Attempt::asExpected)
                .extracting(attempt -> attempt.access() + " " + attempt.expected())
                .contains(
                        "with the role: DeleteObject allowed",
                        "with the role: PutObject outside of the key prefix denied");
        assertThat(bucket.put).isNotEmpty().allMatch(key -> key.startsWith("in/" + AccessCheck.PREFIX));
    }

    @Test
    void eachAccessIsTriedAndOneThatNeedsAnotherCallerIsReportedAsNotTried() {
        assertThat(check(false))
                .extracting(attempt -> attempt.access() + ": " + (attempt.tried() ? attempt.expected() : "not tried"))
                .containsExactly(
                        "AssumeRole by B, right ExternalId: allowed",
                        "AssumeRole by B, wrong ExternalId: denied",
                        "AssumeRole by B, no ExternalId: denied",
                        "AssumeRole by an account that is not trusted, right ExternalId: not tried",
                        "AssumeRole by a principal of B without a policy for it, right ExternalId: not tried",
                        "with the role: PutObject: allowed",
                        "with the role: GetObject: denied",
                        "with the role: HeadObject: denied",
                        "with the role: ListObjects: denied",
                        "with the role: DeleteObject: denied",
                        "with the role: PutObjectAcl: denied",
                        "with the role: PutObject outside of the key prefix: denied",
                        "with the role: PutObject into another bucket: denied",
                        "with the role: PutObject with a tag: allowed",
                        "B's administrator, without the role: PutObject: denied",
                        "the source bucket: versioning is enabled: allowed");
    }

    @Test
    void aRoleThatMayDeleteWithoutTheOptInIsFound() {
        assertThat(unexpected(check(false))).containsExactly("with the role: DeleteObject");
    }

    @Test
    void aRoleThatMayWriteOnlyOnceIsAskedWithTheConditionAndWithoutIt() {
        bucket.writeOnce = true;

        assertThat(check("in/||", "deletions|true|true"))
                .allMatch(Attempt::asExpected)
                .extracting(attempt -> attempt.access() + " " + attempt.expected())
                .contains(
                        "with the role: PutObject allowed",
                        "with the role: PutObject with a tag allowed",
                        "with the role: PutObject without If-None-Match denied");
        assertThat(bucket.versions).isEmpty();
    }

    @Test
    void aRoleThatMayOverwriteAlthoughItIsWriteOnceIsFound() {
        assertThat(unexpected(check("in/||", "deletions|true|true")))
                .containsExactly("with the role: PutObject without If-None-Match");
    }

    @Test
    void aRoleThatMayChangeReceiptsIsFound() {
        assertThat(unexpected(check("in/||in/_deliveries/", "deletions|true|false")))
                .containsExactly(
                        "with the role: PutObject of a receipt without If-None-Match",
                        "with the role: PutObject of a receipt with a tag",
                        "with the role: DeleteObject of a receipt");
        assertThat(bucket.versions).isEmpty();

        bucket.receiptsAreKept = true;
        assertThat(unexpected(check("in/||in/_deliveries/", "deletions|true|false")))
                .isEmpty();
    }

    @Test
    void noVersionOfAProbeIsLeftBehindAndARefusedRemovalIsReported() {
        check(true);
        assertThat(bucket.versions).isEmpty();
        assertThat(bucket.others).hasSize(1).containsExactlyElementsOf(bucket.removed);
        assertThat(left).isEmpty();

        bucket.removalRefused = true;
        check(true);
        assertThat(left)
                .isNotEmpty()
                .anyMatch(each -> each.startsWith("Not removed: s3://bucket/in/" + AccessCheck.PREFIX));
    }

    @Test
    void aKeyPrefixIsTakenAsItIsAndNoSecretGetsIntoAKey() {
        String prefix = "in/${externalId}-${other}-${source}-${name}-${BUCKET}/";

        check(prefix + "||", "none|true|false");

        assertThat(bucket.put).isNotEmpty().allMatch(key -> key.startsWith(prefix + AccessCheck.PREFIX));
    }

    private static List<String> unexpected(List<Attempt> attempts) {
        return attempts.stream()
                .filter(attempt -> !attempt.asExpected())
                .map(Attempt::access)
                .toList();
    }

    private List<Attempt> check(boolean deletes) {
        return check("in/||", (deletes ? "deletions" : "none") + "|true|false");
    }

    private List<Attempt> check(String prefixes, String choices) {
        AccessCheck check = new AccessCheck(
                Map.of(CallingPrincipal.TRUSTED, trust()),
                session(false),
                credentials -> session(true),
                Optional.of(bucket.administrator()),
                left::add);
        return check.run(
                TargetGrant.parse("111111111111|eu-west-3|bucket|AllowPutToS3|" + prefixes + "|" + choices),
                "the-id",
                "other",
                "source");
    }

    private static RuntimeException refused(AwsServiceException.Builder builder) {
        return answer(builder, 403, "AccessDenied");
    }

    private static AwsServiceException answer(AwsServiceException.Builder builder, int status, String code) {
        AwsErrorDetails details = AwsErrorDetails.builder().errorCode(code).build();
        return builder.statusCode(status).awsErrorDetails(details).build();
    }

    /** Gives a session to those who know the id. */
    private static StsClient trust() {
        return new FakeAws()
                .answer(AssumeRoleRequest.class, request -> {
                    assertThat(request.roleArn()).isEqualTo("arn:aws:iam::111111111111:role/AllowPutToS3");
                    if (!"the-id".equals(request.externalId())) {
                        throw refused(StsException.builder());
                    }
                    return AssumeRoleResponse.builder()
                            .credentials(session -> session.accessKeyId("id")
                                    .secretAccessKey("secret")
                                    .sessionToken("token"))
                            .build();
                })
                .client(StsClient.class);
    }

    private boolean isKept(String key) {
        return bucket.receiptsAreKept && key.startsWith("in/_deliveries/");
    }

    /** The role, or somebody who may do nothing. */
    private S3Client session(boolean isRole) {
        FakeAws session = new FakeAws();
        for (Class<? extends S3Request> denied : List.of(
                GetObjectRequest.class,
                HeadObjectRequest.class,
                ListObjectsV2Request.class,
                PutObjectAclRequest.class)) {
            session.answer(denied, request -> {
                throw refused(S3Exception.builder());
            });
        }
        return session.answer(PutObjectRequest.class, request -> {
                    boolean overwrites = bucket.writeOnce && !"*".equals(request.ifNoneMatch());
                    if (!isRole
                            || !request.bucket().equals("bucket")
                            || !request.key().startsWith("in/")
                            || overwrites
                            || isKept(request.key())) {
                        throw refused(S3Exception.builder());
                    }
                    bucket.put.add(request.key());
                    bucket.versions.add(request.key() + " v" + bucket.versions.size());
                    return PutObjectResponse.builder().build();
                })
                .answer(GetBucketVersioningRequest.class, request -> {
                    assertThat(request.bucket()).isEqualTo("source");
                    return GetBucketVersioningResponse.builder()
                            .status(versioning)
                            .build();
                })
                .answer(DeleteObjectRequest.class, request -> {
                    if (isKept(request.key())) {
                        throw refused(S3Exception.builder());
                    }
                    bucket.versions.add(request.key() + " marker");
                    return DeleteObjectResponse.builder().build();
                })
                .client(S3Client.class);
    }

    private static final class VersionedBucket {
        private final List<String> put = new ArrayList<>();
        private final Set<String> versions = new TreeSet<>();
        private final List<String> others = new ArrayList<>();
        private final List<String> removed = new ArrayList<>();
        private boolean removalRefused;
        private boolean writeOnce;
        private boolean receiptsAreKept;

        S3Client administrator() {
            return new FakeAws()
                    .answer(CreateBucketRequest.class, request -> {
                        others.add(request.bucket());
                        return CreateBucketResponse.builder().build();
                    })
                    .answer(DeleteBucketRequest.class, request -> {
                        removed.add(request.bucket());
                        return DeleteBucketResponse.builder().build();
                    })
                    .answer(
                            ListObjectVersionsRequest.class,
                            request -> ListObjectVersionsResponse.builder()
                                    .versions(versions.stream()
                                            .map(version -> version.split(" ", 2))
                                            .filter(version -> request.bucket().equals("bucket")
                                                    && version[0].startsWith(request.prefix()))
                                            .map(version -> ObjectVersion.builder()
                                                    .key(version[0])
                                                    .versionId(version[1])
                                                    .build())
                                            .toList())
                                    .build())
                    .answer(DeleteObjectRequest.class, request -> {
                        if (removalRefused) {
                            throw refused(S3Exception.builder());
                        }
                        versions.remove(request.key() + " " + request.versionId());
                        return DeleteObjectResponse.builder().build();
                    })
                    .client(S3Client.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Enabled, true, allowed",
        "Suspended, false, failed: versioning is Suspended",
        ", false, failed: versioning is never enabled"
    })
    void onlyASourceBucketWhoseVersioningIsEnabledIsAsExpected(
            @Nullable String status, boolean asExpected, String happened) {
        versioning = status;

        assertThat(check(true).getLast())
                .isEqualTo(new Attempt("the source bucket: versioning is enabled", "allowed", happened, asExpected));
    }

    /** Nothing that only looks like a refusal counts. The answer of S3 to HEAD has no code. */
    @ParameterizedTest
    @CsvSource({
        "STS, 403, AccessDenied, denied",
        "S3, 403, AccessDenied, denied",
        "S3, 403, '', denied",
        "STS, 403, '', 'failed: 403 '",
        "S3, 403, SignatureDoesNotMatch, failed: 403 SignatureDoesNotMatch",
        "S3, 404, NoSuchBucket, failed: 404 NoSuchBucket",
        "STS, 400, AccessDenied, failed: 400 AccessDenied"
    })
    void onlyAccessDeniedWith403IsARefusal(String service, int status, String code, String happened) {
        AwsServiceException.Builder exception = service.equals("S3") ? S3Exception.builder() : StsException.builder();

        assertThat(Attempt.of("B: GetObject", "denied", () -> {
                    throw answer(exception, status, code);
                }))
                .isEqualTo(new Attempt("B: GetObject", "denied", happened, happened.equals("denied")));
    }

    @Test
    void anAttemptIsAsExpectedOnlyWithTheSameAnswer() {
        assertThat(Attempt.of("B: GetObject", "denied", () -> {}).asExpected()).isFalse();
        assertThat(Attempt.of("B: PutObject", "allowed", () -> {}).asExpected()).isTrue();
        assertThat(Attempt.of("B: PutObject", "allowed", () -> {
                    throw SdkClientException.create("no route");
                }))
                .isEqualTo(new Attempt("B: PutObject", "allowed", "failed: SdkClientException", false));
    }

    @ParameterizedTest
    @CsvSource({
        "a.target --other-bucket other, 'no output TargetGrant of account A''s stack: 1 values, expected 10'",
        "LINE --other-bucket other --target-profile=a, --grant states the bucket and its Region",
        "LINE --other-bucket other --region=us-east-1, --grant states the bucket and its Region",
        "LINE, 'Missing: --target-profile, or --other-bucket with --grant'"
    })
    void whatIsNoLineWhatIsGivenTwiceAndWhatIsMissingAreRefused(String words, String error) {
        String line =
                words.replace("LINE", "111111111111|us-east-1|a.target|AllowPutToS3|from-b/|||deletions|false|true");
        StringWriter errors = new StringWriter();

        int status = Operations.commandLine(new CheckAccessCommand(), "bin/check-access")
                .setErr(new PrintWriter(errors, true))
                .execute(("--source-profile b --grant " + line).split(" ", -1));

        assertThat(status).isNotZero();
        assertThat(errors.toString().replaceAll("\\s+", " ")).contains(error);
    }
}
