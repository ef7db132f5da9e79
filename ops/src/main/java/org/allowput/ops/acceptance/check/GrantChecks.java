package org.allowput.ops.acceptance.check;

import static org.allowput.ops.acceptance.check.RequestAnswer.ALLOWED;
import static org.allowput.ops.acceptance.check.RequestAnswer.DENIED;

import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.aws.StackOutputs;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.utils.Md5Utils;

/**
 * What the role may do, and what is nearest to it and has to be denied. Account B need not have a deployment yet.
 *
 * @param target the outputs of account A's stack
 */
public record GrantChecks(Checks checks, Accounts accounts, StackOutputs target, String externalId) {
    private static final String PREFIX = "grant/";
    private static final String HEADERS = PREFIX + "headers";
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
            Optional<String> answer = accounts.polling()
                    .until(PROPAGATION, () -> RequestAnswer.to(() -> session(externalId)), ALLOWED::equals);
            return new Observation(
                    answer.isPresent(),
                    answer.isEmpty()
                            ? "denied for 60 s"
                            : "after %.1f s".formatted((System.nanoTime() - createdAtNanos) / 1e9));
        });
    }

    private AssumedRole session(@Nullable String sent) {
        return AssumedRole.of(accounts, target, sent, null);
    }

    /** Runs the checks of the default settings. */
    public void run() {
        String bothDenied = DENIED + ", " + DENIED;
        checks.check(
                "AssumeRole with a wrong ExternalId, and without one",
                bothDenied,
                () -> Observation.same(
                        bothDenied,
                        RequestAnswer.to(() -> session(externalId + "x")) + ", "
                                + RequestAnswer.to(() -> session(null))));
        AssumedRole session = session(externalId);
        rights(session);
        headers(session);
        sessionPolicy();
    }

    private void rights(AssumedRole session) {
        S3Client s3 = session.s3();
        String bucket = session.bucket();
        String key = PREFIX + "object";
        checks.check(
                "the role puts an object",
                ALLOWED,
                () -> Observation.same(ALLOWED, session.answerToPut(key, put -> {})));
        String denied = String.join(", ", DENIED, DENIED, DENIED, DENIED);
        checks.check(
                "the role gets, lists, deletes, and changes an ACL",
                denied,
                () -> Observation.same(
                        denied,
                        String.join(
                                ", ",
                                RequestAnswer.to(() -> s3.getObjectAsBytes(
                                        request -> request.bucket(bucket).key(key))),
                                RequestAnswer.to(() -> s3.listObjectsV2(request -> request.bucket(bucket))),
                                RequestAnswer.to(() -> s3.deleteObject(
                                        request -> request.bucket(bucket).key(key))),
                                RequestAnswer.to(() -> s3.putObjectAcl(request ->
                                        request.bucket(bucket).key(key).acl("bucket-owner-full-control"))))));
        checks.onAws(
                "account A owns what the role has put (BucketOwnerEnforced)",
                "the owner is account A",
                "the emulator names the bucket's account as the owner in any case",
                () -> {
                    S3Client a = accounts.target().s3();
                    String owner = a.listBuckets().owner().id();
                    S3Object object = a.listObjectsV2(request ->
                                    request.bucket(bucket).prefix(key).fetchOwner(true))
                            .contents()
                            .getFirst();
                    boolean isA = object.owner() != null && object.owner().id().equals(owner);
                    return new Observation(isA, isA ? "the owner is account A" : "another owner, or none");
                });
    }

    private void headers(AssumedRole session) {
        denied("a put with a tag, without the option for tags", STRICT_HEADERS, session, put -> put.tagging("a=b"));
        denied("a put with an ACL", STRICT_HEADERS, session, put -> put.acl("bucket-owner-full-control"));
        byte[] customerKey = new byte[32];
        denied(
                "a put under a key of the customer (SSE-C)",
                CONDITIONS,
                session,
                put -> put.sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(Base64.getEncoder().encodeToString(customerKey))
                        .sseCustomerKeyMD5(Md5Utils.md5AsBase64(customerKey)));
        String otherKey = "arn:" + accounts.partition() + ":kms:" + accounts.region() + ":" + accounts.sourceId()
                + ":key/" + OTHER_KEY;
        denied(
                "a put under another KMS key",
                CONDITIONS,
                session,
                put -> put.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(otherKey));
        String owners = ALLOWED + ", " + DENIED;
        checks.onAws(
                "the expected bucket owner: account A, account B",
                owners,
                "the emulator ignores the header",
                () -> Observation.same(
                        owners,
                        session.answerToPut(HEADERS, put -> put.expectedBucketOwner(accounts.targetId())) + ", "
                                + session.answerToPut(HEADERS, put -> put.expectedBucketOwner(accounts.sourceId()))));
        String tooLong = "k".repeat(1025);
        checks.onAws(
                "the first error of a put that is wrong in two ways: no permission for tags, a key of 1,025 bytes",
                "403 AccessDenied or 400 KeyTooLongError, which the strict S3 of the tests has to answer too",
                "the emulator stores the object",
                () -> {
                    String answer = session.answerToPut(tooLong, put -> put.tagging("a=b"));
                    return new Observation(answer.equals(DENIED) || answer.equals("400 KeyTooLongError"), answer);
                });
    }

    private void denied(
            String what, String difference, AssumedRole session, Consumer<PutObjectRequest.Builder> settings) {
        checks.onAws(what, DENIED, difference, () -> Observation.same(DENIED, session.answerToPut(HEADERS, settings)));
    }

    private void sessionPolicy() {
        String policy = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:%s:s3:::%s/%snarrow"}]}
            """.formatted(accounts.partition(), target.get("TargetBucketName"), PREFIX);
        String expected = ALLOWED + ", " + DENIED;
        checks.check("a session policy for one key: that key, another key", expected, () -> {
            AssumedRole narrow = AssumedRole.of(accounts, target, externalId, policy);
            return Observation.same(
                    expected,
                    narrow.answerToPut(PREFIX + "narrow", put -> {}) + ", "
                            + narrow.answerToPut(PREFIX + "wide", put -> {}));
        });
    }

    /** With {@code WriteOnce} and {@code ReplicateTags}. */
    public void writeOnce() {
        AssumedRole session = session(externalId);
        String key = PREFIX + "once-" + System.nanoTime();
        String expected = String.join(", ", DENIED, ALLOWED, "412 PreconditionFailed");
        checks.onAws(
                "write-once: a put without If-None-Match, with it, and again",
                expected,
                CONDITIONS,
                () -> Observation.same(
                        expected,
                        String.join(
                                ", ",
                                session.answerToPut(key, put -> {}),
                                session.answerToPut(key, put -> put.ifNoneMatch("*")),
                                session.answerToPut(key, put -> put.ifNoneMatch("*")))));
        checks.check(
                "a put with a tag, with the option for tags",
                ALLOWED,
                () -> Observation.same(
                        ALLOWED,
                        session.answerToPut(
                                key + "-tagged", put -> put.ifNoneMatch("*").tagging("a=b"))));
    }
}
