package org.allowput.ops.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
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
    private static final String WITH_THE_ROLE = "with the role";
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
        // After Ctrl-C and SIGTERM, too.
        Thread interrupted = new Thread(() -> callers.target().ifPresent(check::cleanUp));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            check.assumptions();
            check.sessions();
            check.direct();
        } finally {
            Runtime.getRuntime().removeShutdownHook(interrupted);
            callers.target().ifPresent(check::cleanUp);
        }
        return List.copyOf(check.attempts);
    }

    private void assumptions() {
        String wrong = grant.externalId() + "-wrong";
        allowed("B, right ExternalId", Attempt.ASSUME_ROLE, () -> assume(callers.source(), grant.externalId()));
        denied("B, wrong ExternalId", Attempt.ASSUME_ROLE, () -> assume(callers.source(), wrong));
        denied(
                "B, no ExternalId",
                Attempt.ASSUME_ROLE,
                () -> callers.source().assumeRole(request().build()));
        refusing(
                "an account that is not trusted, right ExternalId",
                callers.outsider(),
                "needs a profile of a third account");
        refusing(
                "a principal of B without a policy for it, right ExternalId",
                callers.withoutPolicy(),
                "needs a profile of such a principal");
    }

    private void refusing(String who, Optional<StsClient> caller, String otherwise) {
        caller.ifPresentOrElse(
                sts -> denied(who, Attempt.ASSUME_ROLE, () -> assume(sts, grant.externalId())),
                () -> attempts.add(
                        new Attempt(who, Attempt.ASSUME_ROLE, Attempt.DENIED, new Attempt.Answer.NotTried(otherwise))));
    }

    private void sessions() {
        Optional<AwsSessionCredentials> credentials = session();
        role(PUT_OBJECT, Attempt.ALLOWED, credentials, s3 -> put(s3, grant.bucket(), key));
        role(
                "GetObject",
                Attempt.DENIED,
                credentials,
                s3 -> s3.getObjectAsBytes(
                        request -> request.bucket(grant.bucket()).key(key)));
        role(
                "HeadObject",
                Attempt.DENIED,
                credentials,
                s3 -> s3.headObject(request -> request.bucket(grant.bucket()).key(key)));
        role(
                "ListObjects",
                Attempt.DENIED,
                credentials,
                s3 -> s3.listObjectsV2(request -> request.bucket(grant.bucket())));
        role(
                "DeleteObject",
                grant.deletes() ? Attempt.ALLOWED : Attempt.DENIED,
                credentials,
                s3 -> s3.deleteObject(request -> request.bucket(grant.bucket()).key(key)));
        role(
                "PutObjectAcl",
                Attempt.DENIED,
                credentials,
                s3 -> s3.putObjectAcl(request ->
                        request.bucket(grant.bucket()).key(key).acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL)));
        if (!grant.keyPrefix().isEmpty()) {
            role(
                    PUT_OBJECT + " outside of the key prefix",
                    Attempt.DENIED,
                    credentials,
                    s3 -> put(s3, grant.bucket(), OUTSIDE));
        }
        role(PUT_OBJECT + " into another bucket", Attempt.DENIED, credentials, s3 -> put(s3, grant.otherBucket(), key));
        tags(credentials);
        if (grant.writeOnce()) {
            overwrite(credentials);
        }
    }

    /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html: tags need s3:PutObjectTagging. */
    private void tags(Optional<AwsSessionCredentials> credentials) {
        role(
                PUT_WITH_TAG,
                grant.tags() ? Attempt.ALLOWED : Attempt.DENIED,
                credentials,
                s3 -> s3.putObject(
                        request ->
                                request(request, grant.bucket(), key + TAGGED).tagging("probe=true"),
                        CONTENT));
    }

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html */
    private void overwrite(Optional<AwsSessionCredentials> credentials) {
        role(
                PUT_OBJECT + " without If-None-Match",
                Attempt.DENIED,
                credentials,
                s3 -> s3.putObject(request -> request.bucket(grant.bucket()).key(key), CONTENT));
    }

    /** The role's credentials; none if it cannot be assumed, which is no answer to what they may be used for. */
    private Optional<AwsSessionCredentials> session() {
        try {
            Credentials session = assume(callers.source(), grant.externalId());
            return Optional.of(AwsSessionCredentials.create(
                    session.accessKeyId(), session.secretAccessKey(), session.sessionToken()));
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    private void role(
            String action,
            Attempt.Answer expected,
            Optional<AwsSessionCredentials> session,
            Consumer<S3Client> request) {
        Attempt.Answer answer = session.map(StaticCredentialsProvider::create)
                .map(callers.withCredentials())
                .map(s3 -> Answers.to(() -> request.accept(s3)))
                .orElseGet(() -> new Attempt.Answer.Failed(0, "not tried: the role could not be assumed"));
        attempts.add(new Attempt(WITH_THE_ROLE, action, expected, answer));
    }

    private void direct() {
        denied(
                "B's administrator, without the role",
                PUT_OBJECT,
                () -> put(callers.sourceDirectly(), grant.bucket(), key));
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
            for (String probe : List.of(key, OUTSIDE)) {
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

    private void allowed(String who, String action, Runnable request) {
        attempts.add(new Attempt(who, action, Attempt.ALLOWED, Answers.to(request)));
    }

    private void denied(String who, String action, Runnable request) {
        attempts.add(new Attempt(who, action, Attempt.DENIED, Answers.to(request)));
    }
}
