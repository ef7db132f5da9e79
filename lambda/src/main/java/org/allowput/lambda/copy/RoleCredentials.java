package org.allowput.lambda.copy;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * The target account's role, assumed when it is needed and again before its credentials expire.
 *
 * <p>Guarantees that a refusal says who asked for what, and that neither the ExternalId nor a credential is in any
 * message.
 */
public final class RoleCredentials implements AwsCredentialsProvider, AutoCloseable {
    private final StsClient sts;
    private final String role;
    private final StsAssumeRoleCredentialsProvider credentials;

    /**
     * @param sts with the function's own credentials, in its own region
     * @param role ARN of the role in the target account
     * @param sessionName what the target account's audit trail shows, 2 to 64 characters of {@code [\w+=,.@-]}
     */
    public RoleCredentials(StsClient sts, String role, String externalId, String sessionName) {
        this.sts = sts;
        this.role = role;
        this.credentials = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(
                        request -> request.roleArn(role).externalId(externalId).roleSessionName(sessionName))
                .build();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return credentials.resolveCredentials();
        } catch (StsException e) {
            throw new AssumeRoleException(role, caller(), e);
        }
    }

    /** Asking who one is needs no permission. */
    private String caller() {
        try {
            return sts.getCallerIdentity().arn();
        } catch (SdkException e) {
            return "a caller that STS did not name";
        }
    }

    @Override
    public void close() {
        credentials.close();
    }
}
