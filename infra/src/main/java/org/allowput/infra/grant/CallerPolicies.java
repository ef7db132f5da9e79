package org.allowput.infra.grant;

import java.util.Map;
import org.allowput.infra.policy.Policies;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.value.IamIdentity;
import software.amazon.awscdk.services.iam.CfnGroupPolicy;
import software.amazon.awscdk.services.iam.CfnRolePolicy;
import software.amazon.awscdk.services.iam.CfnUserPolicy;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.constructs.Construct;

/** Lets principals of account B besides the functions assume the role, if account A trusts them. */
public final class CallerPolicies extends Construct {
    public CallerPolicies(Construct scope, Settings settings) {
        super(scope, "Callers");
        PolicyDocument document = Policies.of(settings, Map.of(), "Caller");
        // A principal can have such a policy for several roles.
        String name = "Assume-" + settings.assumedRole();
        for (IamIdentity caller : settings.source().callers()) {
            String id = caller.toString();
            switch (caller.kind()) {
                case GROUP ->
                    CfnGroupPolicy.Builder.create(this, id)
                            .groupName(caller.name())
                            .policyName(name)
                            .policyDocument(document)
                            .build();
                case ROLE ->
                    CfnRolePolicy.Builder.create(this, id)
                            .roleName(caller.name())
                            .policyName(name)
                            .policyDocument(document)
                            .build();
                case USER ->
                    CfnUserPolicy.Builder.create(this, id)
                            .userName(caller.name())
                            .policyName(name)
                            .policyDocument(document)
                            .build();
            }
        }
    }
}
