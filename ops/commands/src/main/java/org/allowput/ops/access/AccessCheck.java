package org.allowput.ops.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.ops.aws.ObjectVersions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Tries what the grant is for, and what is nearest to it and has to be refused. A refusal is HTTP status 403 with
 * AccessDenied and nothing else: a bucket that is not there, or a signature that is wrong, would refuse for the wrong
 * reason.
 *
 * <p>Needs no more than clients, so it checks AWS as it checks an emulator. Right after a deploy AWS may refuse for
 * some seconds what it allows afterwards. Leaves nothing behind where {@link Callers#target} is given; otherwise an
 * object of a few bytes under {@value #PREFIX} stays in the bucket.
 */
public final class AccessCheck {
    /** Where the probes put their object. */
    public static final String PREFIX = "allow-put-to-s3-access-check/";

    private static final String OUTSIDE = PREFIX + "outside";
    private static final String TAG = "probe=true";
    private static final RequestBody CONTENT = RequestBody.fromString("access check\n");

    private final TargetGrant grant;
    private final String externalId;
    private final String otherBucket;
    private final Callers callers;
    private final String bucket;
    private final String key;
    /** That of a receipt, if account A gets any. */
    private final String receipt;
    /** As the function puts: with write-once, only an object that does not exist. */
    private final @Nullable String ifNoneMatch;

    private final List<Attempt> attempts = new ArrayList<>();
    private Optional<Credentials> session = Optional.empty();

    /**
     * Who tries.
     *
     * @param source a principal of the trusted account that may assume the role
     * @param sourceDirectly the same, at S3, without assuming anything
     * @param withCredentials S3 as somebody else: for the role's session
     * @param withoutPolicy a principal of the trusted account whose policies do not let it assume the role
     * @param outsider a principal of an account that the role does not trust
     * @param target an administrator of the target account, to remove what the probes left
     * @param leftBehind receives the objects that could not be removed
     */
    public record Callers(
            StsClient source,
            S3Client sourceDirectly,
            Function<AwsCredentialsProvider, S3Client> withCredentials,
            Optional<StsClient> withoutPolicy,
            Optional<StsClient> outsider,
            Optional<S3Client> target,
            Consumer<List<String>> leftBehind) {}

    private AccessCheck(TargetGrant grant, String externalId, String otherBucket, Callers callers) {
        this.grant = grant;
        this.externalId = externalId;
        this.otherBucket = otherBucket;
        this.callers = callers;
        this.bucket = grant.get(Field.BUCKET);
        String name = PREFIX + UUID.randomUUID();
        this.key = grant.get(Field.KEY_PREFIX) + name;
        this.receipt = grant.get(Field.DELIVERIES_PREFIX) + name;
        this.ifNoneMatch = grant.allows(Field.WRITE_ONCE) ? "*" : null;
    }

    /**
     * Tries everything, one after the other, and undoes it.
     *
     * @param otherBucket a bucket that exists and that the role must not put into, best one of account A
     */
    public static List<Attempt> run(TargetGrant grant, String externalId, String otherBucket, Callers callers) {
        AccessCheck check = new AccessCheck(grant, externalId, otherBucket, callers);
        return andCleanUp(check::attempts, () -> callers.target().ifPresent(check::cleanUp));
    }

    /** Does the work, and cleans up then, also after Ctrl-C and SIGTERM. */
    static <T> T andCleanUp(Supplier<T> work, Runnable cleanUp) {
        Thread interrupted = new Thread(cleanUp);
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return work.get();
        } finally {
            Runtime.getRuntime().removeShutdownHook(interrupted);
            cleanUp.run();
        }
    }

    private List<Attempt> attempts() {
        StsClient source = callers.source();
        attempts.add(Attempt.ofRole("B, right ExternalId", true, () -> session = assume(source, externalId)));
        attempts.add(Attempt.ofRole("B, wrong ExternalId", false, () -> assume(source, externalId + "-wrong")));
        attempts.add(Attempt.ofRole("B, no ExternalId", false, () -> assume(source, null)));
        refused("an account that is not trusted", callers.outsider(), "a profile of a third account");
        refused("a principal of B without a policy for it", callers.withoutPolicy(), "a profile of such a principal");
        // Without one, the first attempt has failed, and nothing else can be said of the role.
        session.ifPresent(given -> tryTheRole(callers.withCredentials()
                .apply(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        given.accessKeyId(), given.secretAccessKey(), given.sessionToken())))));
        attempts.add(Attempt.of(
                "B's administrator, without the role",
                "PutObject",
                false,
                () -> put(callers.sourceDirectly(), bucket, key, ifNoneMatch, null)));
        return List.copyOf(attempts);
    }

    private void refused(String who, Optional<StsClient> caller, String needed) {
        String withId = who + ", right ExternalId";
        attempts.add(caller.map(sts -> Attempt.ofRole(withId, false, () -> assume(sts, externalId)))
                .orElseGet(() -> Attempt.notTried(withId, needed)));
    }

    private Optional<Credentials> assume(StsClient caller, @Nullable String id) {
        String partition =
                Region.of(grant.get(Field.REGION)).metadata().partition().id();
        String role = "arn:%s:iam::%s:role/%s".formatted(partition, grant.get(Field.ACCOUNT), grant.get(Field.ROLE));
        return Optional.of(caller.assumeRole(request ->
                        request.roleArn(role).roleSessionName("access-check").externalId(id))
                .credentials());
    }

    private void tryTheRole(S3Client s3) {
        expect(true, "PutObject", () -> put(s3, bucket, key, ifNoneMatch, null));
        expect(
                false,
                "GetObject",
                () -> s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)));
        expect(
                false,
                "HeadObject",
                () -> s3.headObject(head -> head.bucket(bucket).key(key)));
        expect(false, "ListObjects", () -> s3.listObjectsV2(list -> list.bucket(bucket)));
        expect(grant.allows(Field.REPLICATE_DELETES), "DeleteObject", () -> delete(s3, key));
        expect(
                false,
                "PutObjectAcl",
                () -> s3.putObjectAcl(
                        acl -> acl.bucket(bucket).key(key).acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL)));
        if (!grant.get(Field.KEY_PREFIX).isEmpty()) {
            expect(false, "PutObject outside of the key prefix", () -> put(s3, bucket, OUTSIDE, ifNoneMatch, null));
        }
        expect(false, "PutObject into another bucket", () -> put(s3, otherBucket, key, ifNoneMatch, null));
        // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html: tags need s3:PutObjectTagging.
        expect(
                grant.allows(Field.REPLICATE_TAGS),
                "PutObject with a tag",
                () -> put(s3, bucket, key + "-tagged", ifNoneMatch, TAG));
        if (grant.allows(Field.WRITE_ONCE)) {
            // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
            expect(false, "PutObject without If-None-Match", () -> put(s3, bucket, key, null, null));
        }
        if (!grant.get(Field.DELIVERIES_PREFIX).isEmpty()) {
            // What would change a receipt. None is put: the role could not remove it.
            expect(false, "PutObject of a receipt without If-None-Match", () -> put(s3, bucket, receipt, null, null));
            expect(false, "PutObject of a receipt with a tag", () -> put(s3, bucket, receipt, "*", TAG));
            expect(false, "DeleteObject of a receipt", () -> delete(s3, receipt));
        }
    }

    private void expect(boolean allowed, String action, Runnable request) {
        attempts.add(Attempt.of("with the role", action, allowed, request));
    }

    private void delete(S3Client s3, String probe) {
        s3.deleteObject(request -> request.bucket(bucket).key(probe));
    }

    private static void put(S3Client s3, String into, String probe, @Nullable String condition, @Nullable String tags) {
        s3.putObject(put -> put.bucket(into).key(probe).ifNoneMatch(condition).tagging(tags), CONTENT);
    }

    /** Removes every version of what the probes put, delete markers included. */
    private void cleanUp(S3Client target) {
        List<String> left = new ArrayList<>();
        for (String each : List.of(bucket, otherBucket)) {
            for (String probe : List.of(key, OUTSIDE, receipt)) {
                try {
                    ObjectVersions.deleteAll(target, each, probe);
                } catch (SdkException e) {
                    left.add("s3://" + each + "/" + probe + " (" + e.getMessage() + ")");
                }
            }
        }
        if (!left.isEmpty()) {
            callers.leftBehind().accept(left);
        }
    }
}
