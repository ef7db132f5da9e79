package org.allowput.ops.acceptance.check;

import java.util.function.Consumer;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.aws.StackOutputs;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/** A session of account A's role, which account B's administrator has: S3 with the rights that the function has. */
record AssumedRole(S3Client s3, String bucket) {
    /**
     * Assumes the role.
     *
     * @param policy of the session; null for none
     */
    static AssumedRole of(
            Accounts accounts, StackOutputs target, @Nullable String externalId, @Nullable String policy) {
        Credentials session = accounts.source()
                .sts()
                .assumeRole(request -> request.roleArn(target.get("RoleArn"))
                        .roleSessionName("acceptance")
                        .externalId(externalId)
                        .policy(policy))
                .credentials();
        return new AssumedRole(
                accounts.source()
                        .as(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                                session.accessKeyId(), session.secretAccessKey(), session.sessionToken())))
                        .s3(),
                target.get("TargetBucketName"));
    }

    void put(String key, Consumer<PutObjectRequest.Builder> settings) {
        s3.putObject(request -> settings.accept(request.bucket(bucket).key(key)), RequestBody.fromString("acceptance"));
    }

    /** How a PUT is answered. */
    String answerToPut(String key, Consumer<PutObjectRequest.Builder> settings) {
        return RequestAnswer.to(() -> put(key, settings));
    }
}
