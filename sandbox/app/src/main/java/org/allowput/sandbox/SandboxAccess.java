package org.allowput.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.allowput.emulator.local.SetupException;
import org.allowput.ops.access.AccessCheck;
import org.allowput.ops.access.AccessCheck.CallingPrincipal;
import org.allowput.ops.access.Attempt;
import org.allowput.ops.aws.StackOutputs;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The access check in the sandbox, with those who have to be refused: a stranger's account, and a user of B without
 * policies.
 */
public final class SandboxAccess {
    private static final String STRANGER = "333333333333";

    private SandboxAccess() {}

    /** Tries everything, and removes the user that it needed for that. */
    public static List<Attempt> check(Sandbox sandbox) {
        String user = "without-policies-" + UUID.randomUUID();
        IamClient iam = sandbox.source().iam();
        iam.createUser(request -> request.userName(user));
        try {
            AccessKey key =
                    iam.createAccessKey(request -> request.userName(user)).accessKey();
            StsClient withoutPolicies = sandbox.source()
                    .as(StaticCredentialsProvider.create(
                            AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
                    .sts();
            AccessCheck check = new AccessCheck(
                    Map.of(
                            CallingPrincipal.TRUSTED,
                            sandbox.source().at(sandbox.strict()).sts(),
                            CallingPrincipal.WITHOUT_POLICY,
                            withoutPolicies,
                            CallingPrincipal.OUTSIDER,
                            sandbox.emulator().account(STRANGER).sts()),
                    sandbox.source().at(sandbox.strict()).s3(),
                    credentials -> sandbox.target()
                            .at(sandbox.strict())
                            .as(credentials)
                            .s3(),
                    Optional.of(sandbox.target().s3()),
                    left -> {
                        throw new SetupException(left);
                    });
            return check.run(
                    new StackOutputs("ReplicationSource", sandbox.outputs()).grant(), sandbox.externalId(), "", "");
        } finally {
            iam.listAccessKeys(request -> request.userName(user))
                    .accessKeyMetadata()
                    .forEach(key -> iam.deleteAccessKey(
                            request -> request.userName(user).accessKeyId(key.accessKeyId())));
            iam.deleteUser(request -> request.userName(user));
        }
    }
}
