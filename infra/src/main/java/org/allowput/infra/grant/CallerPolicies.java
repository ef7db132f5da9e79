package org.allowput.infra.grant;

import java.util.Map;
import java.util.TreeMap;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.CfnResource;
import software.constructs.Construct;

/** Lets principals of account B besides the functions assume the role, if account A trusts them. */
public final class CallerPolicies extends Construct {
    public CallerPolicies(Construct scope, Settings settings) {
        super(scope, "Callers");
        Permissions permissions = new Permissions();
        permissions.allowAssumingTargetRole(settings);
        for (String caller : settings.source().callers()) {
            String[] kindAndName = caller.split("/", 2);
            String kind = switch (kindAndName[0]) {
                case "group" -> "Group";
                case "role" -> "Role";
                default -> "User";
            };
            CfnResource.Builder.create(this, caller)
                    .type("AWS::IAM::" + kind + "Policy")
                    .properties(new TreeMap<>(Map.of(
                            // A principal can have such a policy for several roles.
                            "PolicyName",
                            "Assume-" + settings.assumedRole(),
                            kind + "Name",
                            kindAndName[1],
                            "PolicyDocument",
                            permissions.document())))
                    .build();
        }
    }
}
