package org.allowput.ops.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.allowput.ops.aws.ObjectVersions;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
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

    private static final String SESSION = "access-check";
    private static final String PUT_OBJECT = "PutObject";
    /** What needs an action besides that of its operation. */
    public static final String PUT_WITH_TAG = PUT_OBJECT + " with a tag";

    private static final String OUTSIDE = PREFIX + "outside";
    private static final String TAGGED = "-tagged";
    private static final RequestBody CONTENT = RequestBody.fromString("access check\n");

    private final Grant grant;
    private final Callers callers;
    private final String key;
    private final List<Attempt> attempts = new ArrayList<>();

    private AccessCheck(Grant grant, Callers callers) {
        this.grant = grant;
        this.callers = callers;
        this.key = grant.keyPrefix() + PREFIX + UUID.randomUUID();
    }

    /** Tries everything, one after the other, and undoes it. */
    public static List<Attempt> run(Grant grant, Callers callers) {
        AccessCheck check = new AccessCheck(grant, callers);
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
        assumptions();
        sessions();
        attempts.add(new Attempt(
                "B's administrator, without the role",
                PUT_OBJECT,
                Attempt.DENIED,
                Answers.to(() -> put(callers.sourceDirectly(), grant.bucket(), key))));
        return List.copyOf(attempts);
    }

    private void assumptions() {
        assumption("B, right ExternalId", Attempt.ALLOWED, () -> assume(callers.source(), grant.externalId()));
        assumption(
                "B, wrong ExternalId", Attempt.DENIED, () -> assume(callers.source(), grant.externalId() + "-wrong"));
        assumption(
                "B, no ExternalId",
                Attempt.DENIED,
                () -> callers.source().assumeRole(request().build()));
        refused("an account that is not trusted, right ExternalId", callers.outsider(), "a profile of a third account");
        refused(
                "a principal of B without a policy for it, right ExternalId",
                callers.withoutPolicy(),
                "a profile of such a principal");
    }

    private void assumption(String who, Attempt.Answer expected, Runnable request) {
        attempts.add(new Attempt(who, Attempt.ASSUME_ROLE, expected, Answers.to(request)));
    }

    private void refused(String who, Optional<StsClient> caller, String needed) {
        Attempt.Answer answer = caller.map(sts -> Answers.to(() -> assume(sts, grant.externalId())))
                .orElseGet(() -> Attempt.Answer.notTried("needs " + needed));
        attempts.add(new Attempt(who, Attempt.ASSUME_ROLE, Attempt.DENIED, answer));
    }

    private void sessions() {
        Optional<S3Client> session = session();
        String bucket = grant.bucket();
        role(session, PUT_OBJECT, true, s3 -> put(s3, bucket, key));
        role(
                session,
                "GetObject",
                false,
                s3 -> s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)));
        role(
                session,
                "HeadObject",
                false,
                s3 -> s3.headObject(request -> request.bucket(bucket).key(key)));
        role(session, "ListObjects", false, s3 -> s3.listObjectsV2(request -> request.bucket(bucket)));
        role(
                session,
                "DeleteObject",
                grant.deletes(),
                s3 -> s3.deleteObject(request -> request.bucket(bucket).key(key)));
        role(
                session,
                "PutObjectAcl",
                false,
                s3 -> s3.putObjectAcl(
                        request -> request.bucket(bucket).key(key).acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL)));
        if (!grant.keyPrefix().isEmpty()) {
            role(session, PUT_OBJECT + " outside of the key prefix", false, s3 -> put(s3, bucket, OUTSIDE));
        }
        role(session, PUT_OBJECT + " into another bucket", false, s3 -> put(s3, grant.otherBucket(), key));
        // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html: tags need s3:PutObjectTagging.
        role(
                session,
                PUT_WITH_TAG,
                grant.tags(),
                s3 -> s3.putObject(
                        request -> request(request, bucket, key + TAGGED).tagging("probe=true"), CONTENT));
        if (grant.writeOnce()) {
            // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
            role(
                    session,
                    PUT_OBJECT + " without If-None-Match",
                    false,
                    s3 -> s3.putObject(request -> request.bucket(bucket).key(key), CONTENT));
        }
        if (!grant.deliveriesPrefix().isEmpty()) {
            receipts(session, bucket);
        }
    }

    /** What would change a receipt. None is put: the role could not remove it. */
    private void receipts(Optional<S3Client> session, String bucket) {
        String receipt = receipt();
        role(
                session,
                PUT_OBJECT + " of a receipt without If-None-Match",
                false,
                s3 -> s3.putObject(request -> request.bucket(bucket).key(receipt), CONTENT));
        role(
                session,
                PUT_OBJECT + " of a receipt with a tag",
                false,
                s3 -> s3.putObject(
                        request -> request.bucket(bucket)
                                .key(receipt)
                                .ifNoneMatch("*")
                                .tagging("probe=true"),
                        CONTENT));
        role(
                session,
                "DeleteObject of a receipt",
                false,
                s3 -> s3.deleteObject(request -> request.bucket(bucket).key(receipt)));
    }

    private String receipt() {
        return grant.deliveriesPrefix() + key.substring(grant.keyPrefix().length());
    }

    /**
     * S3 with the role's credentials; none if it cannot be assumed, which is no answer to what they may be used for.
     */
    private Optional<S3Client> session() {
        try {
            Credentials session = assume(callers.source(), grant.externalId());
            return Optional.of(callers.withCredentials()
                    .apply(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                            session.accessKeyId(), session.secretAccessKey(), session.sessionToken()))));
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    private void role(Optional<S3Client> session, String action, boolean allowed, Consumer<S3Client> request) {
        Attempt.Answer answer = session.map(s3 -> Answers.to(() -> request.accept(s3)))
                .orElseGet(() -> Attempt.Answer.failed(0, "not tried: the role could not be assumed"));
        attempts.add(new Attempt("with the role", action, allowed ? Attempt.ALLOWED : Attempt.DENIED, answer));
    }

    private void put(S3Client s3, String bucket, String probe) {
        s3.putObject(request -> request(request, bucket, probe), CONTENT);
    }

    /** As the function puts: with write-once, only an object that does not exist. */
    private PutObjectRequest.Builder request(PutObjectRequest.Builder request, String bucket, String probe) {
        return request.bucket(bucket).key(probe).ifNoneMatch(grant.writeOnce() ? "*" : null);
    }

    /** Removes every version of what the probes put, delete markers included. */
    private void cleanUp(S3Client target) {
        List<String> left = new ArrayList<>();
        for (String bucket : List.of(grant.bucket(), grant.otherBucket())) {
            for (String probe : List.of(key, OUTSIDE, receipt())) {
                try {
                    new ObjectVersions(target, bucket).deleteAll(probe);
                } catch (SdkException e) {
                    left.add("s3://" + bucket + "/" + probe + " (" + e.getMessage() + ")");
                }
            }
        }
        if (!left.isEmpty()) {
            callers.leftBehind().accept(left);
        }
    }

    private Credentials assume(StsClient caller, String externalId) {
        return caller.assumeRole(request().externalId(externalId).build()).credentials();
    }

    private AssumeRoleRequest.Builder request() {
        return AssumeRoleRequest.builder().roleArn(grant.roleArn()).roleSessionName(SESSION);
    }
}
