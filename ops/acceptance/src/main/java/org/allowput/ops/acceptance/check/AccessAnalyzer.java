package org.allowput.ops.acceptance.check;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.allowput.ops.acceptance.deploy.Accounts;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The one operation of IAM Access Analyzer that is used: there is no client of the SDK for it here, whose module would
 * be one more dependency of every command.
 *
 * @param endpoint of the service in a Region
 * @see <a
 *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoNewAccess.html">CheckNoNewAccess</a>
 */
record AccessAnalyzer(ProfileClients clients, URI endpoint) {
    private static final String SERVICE = "access-analyzer";

    /** That of account A's Region. */
    static AccessAnalyzer of(Accounts accounts) {
        return new AccessAnalyzer(
                accounts.target(),
                URI.create("https://" + SERVICE + "." + accounts.region().id() + "."
                        + accounts.region().metadata().partition().dnsSuffix()));
    }

    /**
     * Whether AWS finds that an identity-based policy allows what another one does not.
     *
     * @param existing the policy to compare with
     * @param updated the policy that is examined
     * @return {@code PASS} if nothing more is allowed, otherwise {@code FAIL}
     * @throws OperationException if the service refuses to answer, with what it says
     */
    String checkNoNewAccess(String existing, String updated) {
        try {
            byte[] body = JSON.std.asBytes(Map.of(
                    "existingPolicyDocument", existing,
                    "newPolicyDocument", updated,
                    "policyType", "IDENTITY_POLICY"));
            ProfileClients.Answer answer = clients.send(
                    SdkHttpRequest.builder()
                            .method(SdkHttpMethod.POST)
                            .uri(endpoint)
                            .encodedPath("/policy/check-no-new-access")
                            .putHeader("Content-Type", "application/json")
                            .build(),
                    body,
                    SERVICE);
            if (answer.status() != 200) {
                throw new OperationException("CheckNoNewAccess: seen the status " + answer.status() + " with "
                        + answer.body() + ", expected 200. It needs access-analyzer:CheckNoNewAccess");
            }
            return String.valueOf(JSON.std.mapFrom(answer.body()).get("result"));
        } catch (IOException e) {
            throw new OperationException("CheckNoNewAccess got no answer from " + endpoint + ": " + e.getMessage(), e);
        }
    }
}
