package org.allowput.ops.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
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
    private static final RequestBody CONTENT = RequestBody.fromString("access check\n");

    private final TargetGrant grant;
    private final String externalId;
    private final String otherBucket;
    private final Callers callers;
    private final String bucket;
    private final String key;
    private final boolean writeOnce;
    private final List<Attempt> attempts = new ArrayList<>();
    private Optional<Credentials> session = Optional.empty();

    private AccessCheck(TargetGrant grant, String externalId, String otherBucket, Callers callers) {
        this.grant = grant;
        this.externalId = externalId;
        this.otherBucket = otherBucket;
        this.callers = callers;
        this.bucket = grant.get(Field.BUCKET);
        this.key = grant.get(Field.KEY_PREFIX) + PREFIX + UUID.randomUUID();
        this.writeOnce = grant.allows(Field.WRITE_ONCE);
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
        attempts.add(
                Attempt.ofRole("B, right ExternalId", true, () -> session = Optional.of(assume(source, externalId))));
        attempts.add(Attempt.ofRole("B, wrong ExternalId", false, () -> assume(source, externalId + "-wrong")));
        attempts.add(Attempt.ofRole("B, no ExternalId", false, () -> assume(source, null)));
        refused("an account that is not trusted", callers.outsider(), "a profile of a third account");
        refused("a principal of B without a policy for it", callers.withoutPolicy(), "a profile of such a principal");
        // Without one, the first attempt has failed, and nothing else can be said of the role.
        session.map(AccessCheck::credentials).map(callers.withCredentials()).ifPresent(this::tryTheRole);
        String who = "B's administrator, without the role";
        attempts.add(Attempt.of(who, "PutObject", false, () -> put(bucket, key).accept(callers.sourceDirectly())));
        return List.copyOf(attempts);
    }

    private void refused(String who, Optional<StsClient> caller, String needed) {
        String withId = who + ", right ExternalId";
        attempts.add(caller.map(sts -> Attempt.ofRole(withId, false, () -> assume(sts, externalId)))
                .orElseGet(() -> Attempt.notTried(withId, "AssumeRole", needed)));
    }

    private void tryTheRole(S3Client role) {
        expect(role, true, "PutObject", put(bucket, key));
        expect(
                role,
                false,
                "GetObject",
                s3 -> s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)));
        expect(
                role,
                false,
                "HeadObject",
                s3 -> s3.headObject(head -> head.bucket(bucket).key(key)));
        expect(role, false, "ListObjects", s3 -> s3.listObjectsV2(list -> list.bucket(bucket)));
        expect(role, grant.allows(Field.REPLICATE_DELETES), "DeleteObject", delete(key));
        ObjectCannedACL canned = ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL;
        expect(
                role,
                false,
                "PutObjectAcl",
                s3 -> s3.putObjectAcl(acl -> acl.bucket(bucket).key(key).acl(canned)));
        if (!grant.get(Field.KEY_PREFIX).isEmpty()) {
            expect(role, false, "PutObject outside of the key prefix", put(bucket, OUTSIDE));
        }
        expect(role, false, "PutObject into another bucket", put(otherBucket, key));
        // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html: tags need s3:PutObjectTagging.
        Consumer<S3Client> tagged = put(bucket, key + "-tagged", writeOnce ? "*" : null, "probe=true");
        expect(role, grant.allows(Field.REPLICATE_TAGS), "PutObject with a tag", tagged);
        if (writeOnce) {
            // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
            expect(role, false, "PutObject without If-None-Match", put(bucket, key, null, null));
        }
        if (!grant.get(Field.DELIVERIES_PREFIX).isEmpty()) {
            // What would change a receipt. None is put: the role could not remove it.
            expect(role, false, "PutObject of a receipt without If-None-Match", put(bucket, receipt(), null, null));
            expect(role, false, "PutObject of a receipt with a tag", put(bucket, receipt(), "*", "probe=true"));
            expect(role, false, "DeleteObject of a receipt", delete(receipt()));
        }
    }

    private void expect(S3Client role, boolean allowed, String action, Consumer<S3Client> request) {
        attempts.add(Attempt.of("with the role", action, allowed, () -> request.accept(role)));
    }

    private String receipt() {
        return grant.get(Field.DELIVERIES_PREFIX)
                + key.substring(grant.get(Field.KEY_PREFIX).length());
    }

    private static AwsCredentialsProvider credentials(Credentials given) {
        return StaticCredentialsProvider.create(
                AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken()));
    }

    /** As the function puts: with write-once, only an object that does not exist. */
    private Consumer<S3Client> put(String into, String probe) {
        return put(into, probe, writeOnce ? "*" : null, null);
    }

    private static Consumer<S3Client> put(
            String into, String probe, @Nullable String ifNoneMatch, @Nullable String tags) {
        return s3 -> s3.putObject(
                put -> put.bucket(into).key(probe).ifNoneMatch(ifNoneMatch).tagging(tags), CONTENT);
    }

    private Consumer<S3Client> delete(String probe) {
        return s3 -> s3.deleteObject(delete -> delete.bucket(bucket).key(probe));
    }

    /** Removes every version of what the probes put, delete markers included. */
    private void cleanUp(S3Client target) {
        List<String> left = new ArrayList<>();
        for (String each : List.of(bucket, otherBucket)) {
            for (String probe : List.of(key, OUTSIDE, receipt())) {
                try {
                    new ObjectVersions(target, each).deleteAll(probe);
                } catch (SdkException e) {
                    left.add("s3://" + each + "/" + probe + " (" + e.getMessage() + ")");
                }
            }
        }
        if (!left.isEmpty()) {
            callers.leftBehind().accept(left);
        }
    }

    private Credentials assume(StsClient caller, @Nullable String id) {
        String partition =
                Region.of(grant.get(Field.REGION)).metadata().partition().id();
        String role = "arn:%s:iam::%s:role/%s".formatted(partition, grant.get(Field.ACCOUNT), grant.get(Field.ROLE));
        return caller.assumeRole(request ->
                        request.roleArn(role).roleSessionName("access-check").externalId(id))
                .credentials();
    }
}
