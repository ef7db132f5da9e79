package org.allowput.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.allowput.emulator.local.SetupException;
import org.allowput.ops.access.AccessCheck;
import org.allowput.ops.access.Attempt;
import org.allowput.ops.aws.StackOutputs;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The access check in the sandbox, with those who have to be refused: a stranger's account, and a user of B without
 * policies.
 */
public final class SandboxAccess {
    private static final String STRANGER = "333333333333";

    private SandboxAccess() {}

    /** Tries everything, and removes the user and the bucket that it needed for that. */
    public static List<Attempt> check(Sandbox sandbox) {
        String unique = UUID.randomUUID().toString();
        String user = "without-policies-" + unique;
        String otherBucket = "access-check-" + unique;
        S3Client target = sandbox.target().s3();
        IamClient iam = sandbox.source().iam();
        target.createBucket(request -> request.bucket(otherBucket));
        iam.createUser(request -> request.userName(user));
        try {
            AccessKey key =
                    iam.createAccessKey(request -> request.userName(user)).accessKey();
            return AccessCheck.run(
                    new StackOutputs("ReplicationSource", sandbox.outputs()).grant(),
                    sandbox.externalId(),
                    otherBucket,
                    new AccessCheck.Callers(
                            sandbox.source().at(sandbox.strict()).sts(),
                            sandbox.source().at(sandbox.strict()).s3(),
                            credentials -> sandbox.target()
                                    .at(sandbox.strict())
                                    .as(credentials)
                                    .s3(),
                            Optional.of(sandbox.source()
                                    .as(StaticCredentialsProvider.create(
                                            AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
                                    .sts()),
                            Optional.of(sandbox.emulator().account(STRANGER).sts()),
                            Optional.of(target),
                            left -> {
                                throw new SetupException("Not removed: " + left);
                            }));
        } finally {
            target.deleteBucket(request -> request.bucket(otherBucket));
            iam.listAccessKeys(request -> request.userName(user))
                    .accessKeyMetadata()
                    .forEach(key -> iam.deleteAccessKey(
                            request -> request.userName(user).accessKeyId(key.accessKeyId())));
            iam.deleteUser(request -> request.userName(user));
        }
    }
}
