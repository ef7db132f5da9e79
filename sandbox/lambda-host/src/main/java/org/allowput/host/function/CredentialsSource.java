package org.allowput.host.function;

@FunctionalInterface
public interface CredentialsSource {
    /**
     * Credentials of {@link DeployedFunction#roleArn()} that stay valid for at least 15 minutes. Asked whenever an
     * environment's SDK asks: at first use, and before what it holds expires.
     *
     * @throws RuntimeException if none are issued; its message holds no secret
     */
    SessionCredentials credentialsFor(DeployedFunction function);
}
