package org.allowput.infra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.infra.settings.RoleName;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.TrustedAccount;
import software.amazon.awscdk.CfnRule;
import software.amazon.awscdk.CfnRuleAssertion;
import software.amazon.awscdk.Fn;
import software.constructs.Construct;

/**
 * The role that all trusted accounts share, and one each for those that may write under a prefix only: whoever assumes
 * a role has all its permissions, and so different permissions need different roles. Every account has a parameter of
 * its own for its ExternalId, and CloudFormation refuses two that are the same.
 */
final class AllowPutToS3Roles extends Construct {
    private final Map<RoleName, AllowPutToS3Role> roles = new HashMap<>();

    AllowPutToS3Roles(Construct scope, Settings settings) {
        // Ids of a construct called "Default" do not show in logical ids.
        super(scope, "Default");
        List<String> externalIds = new ArrayList<>();
        for (TrustedAccount trusted : settings.trusted()) {
            String name = trusted.equals(settings.source().trusted()) ? "ExternalId" : "ExternalId" + trusted.account();
            String externalId = new ExternalIdParameter(
                            this, name, "The ExternalId agreed with account " + trusted.account())
                    .reference();
            externalIds.add(externalId);
            role(trusted, settings).trust(trusted, externalId);
        }
        if (externalIds.size() > 1) {
            refuseEqual(externalIds);
        }
    }

    private AllowPutToS3Role role(TrustedAccount trusted, Settings settings) {
        RoleName name = trusted.roleIn(settings.target());
        String id = trusted.keyPrefix().isEmpty() ? "AllowPutToS3" : "AllowPutToS3For" + trusted.account();
        return roles.computeIfAbsent(
                name,
                missing -> new AllowPutToS3Role(
                        this, id, missing, trusted.keyPrefix().orElse(""), settings.target(), settings.optIns()));
    }

    private void refuseEqual(List<String> externalIds) {
        List<CfnRuleAssertion> assertions = new ArrayList<>();
        for (int one = 0; one < externalIds.size(); one++) {
            for (int other = one + 1; other < externalIds.size(); other++) {
                assertions.add(CfnRuleAssertion.builder()
                        .assertValue(Fn.conditionNot(Fn.conditionEquals(externalIds.get(one), externalIds.get(other))))
                        .assertDescription("Two accounts have the same ExternalId: agree on one of its own with each")
                        .build());
            }
        }
        CfnRule.Builder.create(this, "EachAccountHasItsOwnExternalId")
                .assertions(assertions)
                .build();
    }

    String arn(RoleName name) {
        return Objects.requireNonNull(roles.get(name), "no role of that name").arn();
    }
}
