package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.witness.DeployedPolicies;
import org.allowput.policy.Caller;
import org.allowput.policy.Effect;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who can assume the role of people, as AWS documents it: no emulator here has multi-factor authentication. Requests
 * with long-term credentials do not have its condition key; sessions of a role have it, and it is false.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html">Secure
 *     API access with MFA</a>
 */
class RequireMfaTest {
    @ParameterizedTest
    @CsvSource({
        "true, user/alice, true, agreed-1, ALLOW",
        "true, user/alice, true, , NONE",
        "true, user/alice, true, other, NONE",
        "true, user/alice, , agreed-1, NONE",
        "true, role/ReplicateObjects, false, agreed-1, NONE",
        "false, user/alice, , agreed-1, ALLOW",
        "false, role/ReplicateObjects, false, agreed-1, ALLOW"
    })
    void onlySomebodyWithMfaAndTheExternalIdAssumesTheRoleOfPeople(
            String required, String caller, @Nullable String mfa, @Nullable String externalId, Effect expected)
            throws IOException {
        Map<String, List<String>> context = new HashMap<>();
        if (mfa != null) {
            context.put("aws:MultiFactorAuthPresent", List.of(mfa));
        }
        if (externalId != null) {
            context.put("sts:ExternalId", List.of(externalId));
        }

        assertThat(trust(required)
                        .effectOn(new Request(
                                "sts:AssumeRole",
                                "",
                                Caller.Principal.of("arn:aws:iam::222222222222:" + caller),
                                context)))
                .isEqualTo(expected);
    }

    private static Policy trust(String requireMfa) throws IOException {
        Template template = Template.read(Path.of("..", "..", "templates", "ReplicationTarget.yaml"));
        Map<String, String> values = Map.of(
                "SourceAccount", "222222222222",
                "ExternalId", "agreed-1",
                "BucketName", "target",
                "AlarmEmail", "none",
                "RequireMfa", requireMfa);
        return new DeployedPolicies(template, values)
                .all().stream()
                        .filter(policy -> policy.where().endsWith(" trust"))
                        .findFirst()
                        .orElseThrow()
                        .policy();
    }
}
