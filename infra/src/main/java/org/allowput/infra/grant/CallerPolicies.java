package org.allowput.infra.grant;

import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.account.SourceSettings;
import software.amazon.awscdk.services.iam.CfnGroupPolicy;
import software.amazon.awscdk.services.iam.CfnRolePolicy;
import software.amazon.awscdk.services.iam.CfnUserPolicy;
import software.constructs.Construct;

/** Lets principals of account B besides the functions assume the role, if account A trusts them. */
public final class CallerPolicies extends Construct {
    public CallerPolicies(Construct scope, Settings settings) {
        super(scope, "Callers");
        Permissions permissions = new Permissions();
        permissions.allowAssumingTargetRole(settings);
        // A principal can have such a policy for several roles.
        String name = "Assume-" + settings.assumedRole();
        settings.get(SourceSettings.CALLER_GROUP)
                .ifPresent(group -> CfnGroupPolicy.Builder.create(this, "Group")
                        .groupName(group)
                        .policyName(name)
                        .policyDocument(permissions.document())
                        .build());
        settings.get(SourceSettings.CALLER_ROLE)
                .ifPresent(role -> CfnRolePolicy.Builder.create(this, "Role")
                        .roleName(role)
                        .policyName(name)
                        .policyDocument(permissions.document())
                        .build());
        settings.get(SourceSettings.CALLER_USER)
                .ifPresent(user -> CfnUserPolicy.Builder.create(this, "User")
                        .userName(user)
                        .policyName(name)
                        .policyDocument(permissions.document())
                        .build());
    }
}
