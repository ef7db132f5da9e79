package org.allowput.ops.acceptance.check;

import org.allowput.contract.StackOutput;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.access.Answers;
import org.allowput.ops.access.Attempt;
import org.allowput.ops.aws.StackOutputs;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;

/**
 * Whether a bucket's policy lets somebody read what account B puts without the role, and with it. The reader is the
 * role, whose own policy allows no reads.
 *
 * @param bucket of account A, which the run created
 * @param session S3 as the role
 */
record OwnershipCheck(Checks checks, Accounts accounts, StackOutputs target, String bucket, S3Client session) {
    private static final String EXPECTED = "allowed, allowed; denied, allowed";
    private static final String WITHOUT_ROLE = "ownership/without-role";
    private static final String WITH_ROLE = "ownership/with-role";

    void run() {
        checks.onAws(
                "by the bucket's policy, with ObjectWriter: account B's puts without the role and with it, and their"
                        + " reads",
                EXPECTED,
                "the emulator knows no owners of objects",
                () -> {
                    letBothPutAndRead();
                    accounts.awaitPropagation();
                    return Observation.same(
                            EXPECTED,
                            "%s, %s; %s, %s"
                                    .formatted(
                                            put(accounts.source().s3(), WITHOUT_ROLE),
                                            put(session, WITH_ROLE),
                                            read(WITHOUT_ROLE),
                                            read(WITH_ROLE)));
                });
    }

    private void letBothPutAndRead() {
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

    private Attempt.Answer put(S3Client caller, String key) {
        return Answers.to(() ->
                caller.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString("acceptance")));
    }

    private Attempt.Answer read(String key) {
        return Answers.to(
                () -> session.getObjectAsBytes(request -> request.bucket(bucket).key(key)));
    }
}
