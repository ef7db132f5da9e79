package org.allowput.lambda.session;

import java.util.function.Supplier;
import org.allowput.lambda.failure.AssumeRoleException;
import org.allowput.lambda.settings.FunctionSettings.Role;
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
    private final Role role;

    /**
     * @param sts with the function's own credentials, in its own region
     * @param sessionName gives what the target account's audit trail shows, 2 to 64 characters of {@code [\w+=,.@-]};
     *     asked each time that the role is assumed
     * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
     */
    RoleCredentials(StsClient sts, Role role, Supplier<String> sessionName) {
        this.sts = sts;
        this.role = role;
        this.credentials = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(() -> AssumeRoleRequest.builder()
                        .roleArn(role.arn())
                        .externalId(role.externalId())
                        .roleSessionName(sessionName.get())
                        .build())
                .build();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return credentials.resolveCredentials();
        } catch (SdkException e) {
            throw new AssumeRoleException(role.arn(), this::caller, e);
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
