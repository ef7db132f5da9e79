package org.allowput.infra.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.allowput.infra.policy.PolicyLength;
import org.allowput.infra.settings.InvalidSettingsException;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.targetaccount.TrustedAccount;
import software.constructs.Construct;

/**
 * The role that all trusted accounts share, and one for each account that may write below a prefix only: a principal
 * that assumes a role has all its permissions, and so different permissions need different roles. Every account has a
 * parameter of its own for its ExternalId, and CloudFormation refuses two that are the same.
 */
public final class AllowPutToS3Roles extends Construct {
    private final SortedMap<String, AllowPutToS3Role> roles = new TreeMap<>();
    private final ExternalIds externalIds;

    public AllowPutToS3Roles(Construct scope, Settings settings) {
        // Ids of a construct called "Default" do not show in logical ids.
        super(scope, "Default");
        externalIds = new ExternalIds(this);
        for (TrustedAccount trusted : settings.trusted()) {
            boolean ofSource = trusted.equals(settings.source().trusted());
            ExternalIds.Agreed agreed = externalIds.of(trusted.account(), ofSource ? "" : trusted.account());
            role(trusted, settings).trust(trusted, agreed.references());
        }
        externalIds.refuseEqual();
    }

    private AllowPutToS3Role role(TrustedAccount trusted, Settings settings) {
        String name = trusted.role(settings.target());
        String id = trusted.hasOwnRole() ? "AllowPutToS3For" + trusted.account() : "AllowPutToS3";
        return roles.computeIfAbsent(name, missing -> new AllowPutToS3Role(this, id, trusted, settings));
    }

    /**
     * Checks that IAM accepts the trust policies. An ExternalId that is not in the environment counts with the minimum
     * length, and an optional one does not count.
     *
     * @throws InvalidSettingsException if a policy exceeds the quota
     */
    public void validateTrustPolicies(Settings settings, Map<String, String> environment) {
        UnaryOperator<String> valueOfRef = name -> name.equals("AWS::Partition")
                ? settings.target().region().partition()
                : "x".repeat(externalIds.length(name, environment));
        List<String> errors = new ArrayList<>();
        roles.forEach((name, role) -> {
            int length = role.trustPolicyLength(valueOfRef);
            if (length > PolicyLength.TRUST) {
                int fitting = role.accountsThatFit(valueOfRef);
                String seen = "seen a trust policy of %d characters for the role %s, expected at most %d: "
                        .formatted(length, name, PolicyLength.TRUST);
                errors.add(
                        fitting == 0
                                ? externalIds.variables(role.firstAccount()) + " (environment variables): " + seen
                                        + "shorter ExternalIds"
                                : "replication.furtherSources: " + seen + "it has room for the first " + fitting
                                        + " accounts. Deploy the others under another name");
            }
        });
        if (!errors.isEmpty()) {
            throw new InvalidSettingsException(errors);
        }
    }

    public String arn(String name) {
        return Objects.requireNonNull(roles.get(name), "no role of that name").arn();
    }
}
