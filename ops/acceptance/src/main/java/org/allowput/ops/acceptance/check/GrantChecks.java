package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.ops.acceptance.deploy.Accounts;
import org.allowput.ops.access.AccessCheck;
import org.allowput.ops.access.Answers;
import org.allowput.ops.access.Attempt;
import org.allowput.ops.access.Callers;
import org.allowput.ops.access.Grant;
import org.allowput.ops.aws.StackOutputs;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.utils.Md5Utils;

/**
 * What the role may do, and what is nearest to it and has to be denied. Account B need not have a deployment yet.
 *
 * @param target the outputs of account A's stack
 */
public record GrantChecks(Checks checks, Accounts accounts, StackOutputs target, String externalId) {
    private static final String ALLOWED = "allowed";
    private static final String DENIED = "denied";
    private static final String KEY = "grant/object";
    private static final String STRICT_HEADERS = "the emulator evaluates only the operation's own action";
    private static final String CONDITIONS = "the emulator does not evaluate conditions on the request's headers";
    private static final Duration PROPAGATION = Duration.ofSeconds(60);

    /** Waits until the role can be assumed, right after its stack is complete. */
    public void assumable() {
        checks.check(
                "the role can be assumed after its stack is complete",
                "within 60 s",
                () -> accounts.until(
                                PROPAGATION,
                                () -> Answers.to(this::session).toString().equals(ALLOWED))
                        ? "within 60 s"
                        : "denied for 60 s");
    }

    /** S3 in account A as the function has it. */
    private S3Client session() {
        Credentials session = accounts.source()
                .sts()
                .assumeRole(request -> request.roleArn(target.get(StackOutput.ROLE_ARN))
                        .roleSessionName("acceptance")
                        .externalId(externalId))
                .credentials();
        return accounts.source()
                .as(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        session.accessKeyId(), session.secretAccessKey(), session.sessionToken())))
                .s3();
    }

    /**
     * Runs the checks of the default settings.
     *
     * @param otherBucket of account A, which the role must not put into
     */
    public void run(String otherBucket) {
        access(otherBucket);
        owner();
        ownersByPolicy(otherBucket);
        headers();
    }

    /** What bin/check-access tries. */
    private void access(String otherBucket) {
        Callers callers = new Callers(
                accounts.source().sts(),
                accounts.source().s3(),
                credentials -> accounts.source().as(credentials).s3(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(accounts.target().s3()),
                left -> {});
        for (Attempt attempt : AccessCheck.run(Grant.of(target, externalId, otherBucket), callers)) {
            String difference = attempt.action().equals(AccessCheck.PUT_WITH_TAG) ? STRICT_HEADERS : "";
            if (attempt.tried()) {
                checks.onAws(
                        attempt.what(),
                        attempt.expected().toString(),
                        difference,
                        () -> attempt.happened().toString());
            }
        }
    }

    private void owner() {
        checks.onAws(
                "account A owns what the role has put (BucketOwnerEnforced)",
                "the owner is account A",
                "the emulator names the bucket's account as the owner in any case",
                () -> {
                    answerToPut(KEY, put -> {});
                    S3Client a = accounts.target().s3();
                    S3Object object = a.listObjectsV2(request ->
                                    request.bucket(bucket()).prefix(KEY).fetchOwner(true))
                            .contents()
                            .getFirst();
                    String owner = a.listBuckets().owner().id();
                    return object.owner() != null && owner.equals(object.owner().id())
                            ? "the owner is account A"
                            : "another owner, or none";
                });
    }

    /**
     * Whether a bucket's policy lets somebody read what account B puts without the role, and with it. The reader is the
     * role, whose own policy allows no reads.
     */
    private void ownersByPolicy(String bucket) {
        checks.onAws(
                "by the bucket's policy, with ObjectWriter: account B's puts without the role and with it, and their"
                        + " reads",
                "allowed, allowed, denied, allowed",
                "the emulator knows no owners of objects",
                () -> {
                    letBothPutAndRead(bucket);
                    accounts.awaitPropagation();
                    S3Client role = session();
                    return Stream.<Runnable>of(
                                    () -> put(accounts.source().s3(), bucket, "without-role"),
                                    () -> put(role, bucket, "with-role"),
                                    () -> read(role, bucket, "without-role"),
                                    () -> read(role, bucket, "with-role"))
                            .map(request -> Answers.to(request).toString())
                            .collect(Collectors.joining(", "));
                });
    }

    private void letBothPutAndRead(String bucket) {
        S3Client a = accounts.target().s3();
        OwnershipControlsRule rule = OwnershipControlsRule.builder()
                .objectOwnership(ObjectOwnership.OBJECT_WRITER)
                .build();
        a.putBucketOwnershipControls(
                request -> request.bucket(bucket).ownershipControls(controls -> controls.rules(rule)));
        a.putBucketPolicy(request -> request.bucket(bucket).policy("""
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ["%s", "%s"]},
             "Action": ["s3:PutObject", "s3:GetObject"], "Resource": "arn:%s:s3:::%s/*"}]}
            """.formatted(
                        accounts.sourceId(), target.get(StackOutput.ROLE_ARN), accounts.partition(), bucket)));
    }

    private static void put(S3Client caller, String bucket, String key) {
        caller.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString("acceptance"));
    }

    private static void read(S3Client caller, String bucket, String key) {
        caller.getObjectAsBytes(request -> request.bucket(bucket).key(key));
    }

    private void headers() {
        puts("a put with an ACL", STRICT_HEADERS, DENIED, List.of(put -> put.acl("bucket-owner-full-control")));
        byte[] customerKey = new byte[32];
        puts(
                "a put under a key of the customer (SSE-C)",
                CONDITIONS,
                DENIED,
                List.of(put -> put.sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(Base64.getEncoder().encodeToString(customerKey))
                        .sseCustomerKeyMD5(Md5Utils.md5AsBase64(customerKey))));
        puts(
                "a put under another KMS key",
                CONDITIONS,
                DENIED,
                List.of(put -> put.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId("arn:" + accounts.partition() + ":kms:" + accounts.region() + ":"
                                + accounts.sourceId() + ":key/00000000-0000-0000-0000-000000000000")));
        puts(
                "the expected bucket owner: account A, account B",
                "the emulator ignores the header",
                ALLOWED + ", " + DENIED,
                List.of(
                        put -> put.expectedBucketOwner(accounts.targetId()),
                        put -> put.expectedBucketOwner(accounts.sourceId())));
    }

    /** With {@code WriteOnce} and {@code ReplicateTags}. */
    public void writeOnce() {
        puts(
                "write-once: a put without If-None-Match, with it and a tag, and again",
                CONDITIONS,
                "denied, allowed, failed: 412 PreconditionFailed",
                List.of(
                        put -> {},
                        put -> put.ifNoneMatch("*").tagging("a=b"),
                        put -> put.ifNoneMatch("*").tagging("a=b")));
    }

    /** How puts of one object, one after another, are answered. */
    private void puts(String what, String difference, String expected, List<Consumer<PutObjectRequest.Builder>> puts) {
        String key = KEY + "-" + System.nanoTime();
        checks.onAws(
                what,
                expected,
                difference,
                () -> puts.stream().map(put -> answerToPut(key, put)).collect(Collectors.joining(", ")));
    }

    private String answerToPut(String key, Consumer<PutObjectRequest.Builder> settings) {
        return Answers.to(() -> session()
                        .putObject(
                                request ->
                                        settings.accept(request.bucket(bucket()).key(key)),
                                RequestBody.fromString("acceptance")))
                .toString();
    }

    private String bucket() {
        return target.get(StackOutput.TARGET_BUCKET_NAME);
    }
}
