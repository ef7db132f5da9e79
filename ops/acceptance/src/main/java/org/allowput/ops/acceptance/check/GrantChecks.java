package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.allowput.contract.StackOutput;
import org.allowput.ops.acceptance.account.Accounts;
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
    private static final String OTHER_KEY = "00000000-0000-0000-0000-000000000000";

    /**
     * Waits until the role can be assumed.
     *
     * @param createdAtNanos when the stack was complete
     */
    public void assumable(long createdAtNanos) {
        checks.check("the role can be assumed after its stack is complete", "within 60 s", () -> {
            boolean assumed = accounts.polling()
                    .until(
                            PROPAGATION,
                            () -> Answers.to(this::session).toString().equals(ALLOWED));
            return new Observation(
                    assumed,
                    assumed ? "after %.1f s".formatted((System.nanoTime() - createdAtNanos) / 1e9) : "denied for 60 s");
        });
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
        S3Client session = session();
        owner(session);
        new OwnershipCheck(checks, accounts, target, otherBucket, session).run();
        headers(session);
    }

    /** What bin/check-access tries. */
    private void access(String otherBucket) {
        Grant grant = Grant.of(target, externalId, otherBucket);
        Callers callers = new Callers(
                accounts.source().sts(),
                accounts.source().s3(),
                credentials -> accounts.source().as(credentials).s3(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(accounts.target().s3()),
                left -> {});
        for (Attempt attempt : AccessCheck.run(grant, callers)) {
            String expected = attempt.expected().toString();
            Observation seen = Observation.same(expected, attempt.happened().toString());
            if (attempt.action().equals(AccessCheck.PUT_WITH_TAG)) {
                checks.onAws(attempt.what(), expected, STRICT_HEADERS, () -> seen);
            } else if (attempt.tried()) {
                checks.check(attempt.what(), expected, () -> seen);
            }
        }
    }

    private void owner(S3Client session) {
        checks.onAws(
                "account A owns what the role has put (BucketOwnerEnforced)",
                "the owner is account A",
                "the emulator names the bucket's account as the owner in any case",
                () -> {
                    answerToPut(session, KEY, put -> {});
                    S3Client a = accounts.target().s3();
                    String owner = a.listBuckets().owner().id();
                    S3Object object = a.listObjectsV2(
                                    request -> request.bucket(target.get(StackOutput.TARGET_BUCKET_NAME))
                                            .prefix(KEY)
                                            .fetchOwner(true))
                            .contents()
                            .getFirst();
                    boolean isA = object.owner() != null && object.owner().id().equals(owner);
                    return new Observation(isA, isA ? "the owner is account A" : "another owner, or none");
                });
    }

    private void headers(S3Client session) {
        answers(
                session,
                "a put with an ACL",
                STRICT_HEADERS,
                List.of(DENIED),
                List.of(put -> put.acl("bucket-owner-full-control")));
        byte[] customerKey = new byte[32];
        answers(
                session,
                "a put under a key of the customer (SSE-C)",
                CONDITIONS,
                List.of(DENIED),
                List.of(put -> put.sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(Base64.getEncoder().encodeToString(customerKey))
                        .sseCustomerKeyMD5(Md5Utils.md5AsBase64(customerKey))));
        String otherKey = "arn:" + accounts.partition() + ":kms:" + accounts.region() + ":" + accounts.sourceId()
                + ":key/" + OTHER_KEY;
        answers(
                session,
                "a put under another KMS key",
                CONDITIONS,
                List.of(DENIED),
                List.of(put ->
                        put.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(otherKey)));
        answers(
                session,
                "the expected bucket owner: account A, account B",
                "the emulator ignores the header",
                List.of(ALLOWED, DENIED),
                List.of(
                        put -> put.expectedBucketOwner(accounts.targetId()),
                        put -> put.expectedBucketOwner(accounts.sourceId())));
        checks.onAws(
                "the first error of a put that is wrong in two ways: no permission for tags, a key of 1,025 bytes",
                "denied or 400 KeyTooLongError, which the strict S3 of the tests has to answer too",
                "the emulator stores the object",
                () -> {
                    String answer = answerToPut(session, "k".repeat(1025), put -> put.tagging("a=b"));
                    return new Observation(answer.equals(DENIED) || answer.endsWith("400 KeyTooLongError"), answer);
                });
    }

    /** With {@code WriteOnce} and {@code ReplicateTags}. */
    public void writeOnce() {
        answers(
                session(),
                "write-once: a put without If-None-Match, with it and a tag, and again",
                CONDITIONS,
                List.of(DENIED, ALLOWED, "failed: 412 PreconditionFailed"),
                List.of(
                        put -> {},
                        put -> put.ifNoneMatch("*").tagging("a=b"),
                        put -> put.ifNoneMatch("*").tagging("a=b")));
    }

    /** How the puts of one object are answered. */
    private void answers(
            S3Client session,
            String what,
            String difference,
            List<String> expected,
            List<Consumer<PutObjectRequest.Builder>> puts) {
        String answers = String.join(", ", expected);
        String key = KEY + "-" + System.nanoTime();
        checks.onAws(
                what,
                answers,
                difference,
                () -> Observation.same(
                        answers,
                        String.join(
                                ", ",
                                puts.stream()
                                        .map(put -> answerToPut(session, key, put))
                                        .toList())));
    }

    private String answerToPut(S3Client session, String key, Consumer<PutObjectRequest.Builder> settings) {
        return Answers.to(() -> session.putObject(
                        request -> settings.accept(request.bucket(target.get(StackOutput.TARGET_BUCKET_NAME))
                                .key(key)),
                        RequestBody.fromString("acceptance")))
                .toString();
    }
}
