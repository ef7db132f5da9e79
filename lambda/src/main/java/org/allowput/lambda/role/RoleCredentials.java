package org.allowput.lambda.role;

import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * The target account's role, assumed when it is needed and again before its credentials expire.
 *
 * <p>Guarantees that a refusal says who asked for what, and that neither the ExternalId nor a credential is in any
 * message.
 */
public final class RoleCredentials implements AwsCredentialsProvider, AutoCloseable {
    private final StsClient sts;
    private final StsAssumeRoleCredentialsProvider credentials;
    private final RoleSession session;

    /** @param sts with the function's own credentials, in its own region */
    public RoleCredentials(StsClient sts, RoleSession session) {
        this.sts = sts;
        this.session = session;
        this.credentials = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(() -> AssumeRoleRequest.builder()
                        .roleArn(session.role())
                        .externalId(session.externalId())
                        .roleSessionName(session.name().get())
                        .build())
                .build();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return credentials.resolveCredentials();
        } catch (SdkException e) {
            throw new AssumeRoleException(session.role(), this::caller, e);
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

    /**
     * How the target account's role is assumed.
     *
     * @param role its ARN
     * @param externalId agreed between the two accounts
     * @param name gives what the target account's audit trail shows, 2 to 64 characters of {@code [\w+=,.@-]}; asked
     *     each time that the role is assumed
     * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
     */
    public record RoleSession(String role, String externalId, Supplier<String> name) {
        /** Without the ExternalId. */
        @Override
        public String toString() {
            return role;
        }
    }
}
