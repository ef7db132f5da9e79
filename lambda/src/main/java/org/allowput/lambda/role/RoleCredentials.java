package org.allowput.lambda.role;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.PackedPolicyTooLargeException;

/**
 * The target account's role, assumed when it is needed and again before its credentials expire.
 *
 * <p>Guarantees that a refusal says who asked for what, and that neither the ExternalId nor a credential is in any
 * message.
 */
public final class RoleCredentials implements AwsCredentialsProvider, AutoCloseable {
    private final StsClient sts;
    private final StsAssumeRoleCredentialsProvider credentials;
    private volatile RoleSession session;

    /** @param sts with the function's own credentials, in its own region */
    public RoleCredentials(StsClient sts, RoleSession session) {
        this.sts = sts;
        this.session = session;
        this.credentials = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(() -> request(this.session))
                .build();
    }

    private static AssumeRoleRequest request(RoleSession session) {
        return AssumeRoleRequest.builder()
                .roleArn(session.role())
                .externalId(session.externalId())
                .roleSessionName(session.name())
                .sourceIdentity(session.sourceIdentity().orElse(null))
                .policy(session.policy().map(SessionPolicy::text).orElse(null))
                .build();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return resolve();
        } catch (SdkException e) {
            throw new AssumeRoleException(session.role(), this::caller, e);
        }
    }

    private AwsCredentials resolve() {
        try {
            return credentials.resolveCredentials();
        } catch (PackedPolicyTooLargeException e) {
            RoleSession refused = session;
            session = refused.restrictedTo(refused.policy().orElseThrow(() -> e).widened(), refused.name());
            return credentials.resolveCredentials();
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
     * @param name what the target account's audit trail shows, 2 to 64 characters of {@code [\w+=,.@-]}
     * @param sourceIdentity what it shows besides, and keeps if the session assumes another role; the same characters
     * @param policy what the session may do at most, if it is less than the role
     * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
     */
    public record RoleSession(
            String role,
            String externalId,
            String name,
            Optional<String> sourceIdentity,
            Optional<SessionPolicy> policy) {
        public RoleSession restrictedTo(SessionPolicy narrow, String otherName) {
            return new RoleSession(role, externalId, otherName, sourceIdentity, Optional.of(narrow));
        }

        /** Without the ExternalId. */
        @Override
        public String toString() {
            return role;
        }
    }
}
