package org.allowput.sandbox.deployed;

import org.allowput.emulator.Account;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.model.Credentials;

/** A session of a role, as people get one by hand. */
public record AssumedRole(Credentials credentials) {
    /** Assumes a role. @throws software.amazon.awssdk.services.sts.model.StsException if it cannot be assumed */
    public static AssumedRole by(Account caller, String roleArn, @Nullable String externalId) {
        return new AssumedRole(caller.sts()
                .assumeRole(request ->
                        request.roleArn(roleArn).roleSessionName("by-hand").externalId(externalId))
                .credentials());
    }

    public Account in(Account account) {
        return account.as(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken())));
    }
}
