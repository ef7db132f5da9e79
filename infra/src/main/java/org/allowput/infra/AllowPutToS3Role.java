package org.allowput.infra;

import java.util.List;
import java.util.Map;
import org.allowput.infra.settings.AccountId;
import org.allowput.infra.settings.TargetSettings;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/**
 * The role that account A offers: it can put objects into one bucket, and do nothing else. Each trusted account has a
 * statement of its own in the trust policy, with an ExternalId of its own.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">The confused deputy problem</a>
 */
final class AllowPutToS3Role extends Construct {
    /** Seconds. A role assumed with a role's credentials cannot have more. */
    private static final int MAX_SESSION = 3600;

    private final CfnRole role;
    private final PolicyDocument trust = new PolicyDocument();
    private final PolicyDocument permissions = new PolicyDocument();

    AllowPutToS3Role(Construct scope, String id, TargetSettings target) {
        super(scope, id);
        permissions.addStatements(PolicyStatement.Builder.create()
                .sid("AllowPutToS3")
                .actions(List.of("s3:PutObject"))
                .resources(List.of(Arns.objects(target.bucket())))
                .build());
        role = CfnRole.Builder.create(this, "Role")
                .roleName(target.role().text())
                .description("Puts objects into " + target.bucket() + ", and does nothing else")
                .maxSessionDuration(MAX_SESSION)
                .assumeRolePolicyDocument(trust)
                .policies(List.of(CfnRole.PolicyProperty.builder()
                        .policyName("AllowPutToS3")
                        .policyDocument(permissions)
                        .build()))
                .build();
    }

    /** Lets the principals of an account that know the ExternalId assume the role, if their own account lets them. */
    void trust(AccountId account, String externalId) {
        trust.addStatements(PolicyStatement.Builder.create()
                .actions(List.of("sts:AssumeRole"))
                .principals(List.of(new ArnPrincipal(Arns.account(account))))
                .conditions(Map.of("StringEquals", Map.of("sts:ExternalId", externalId)))
                .build());
    }

    String arn() {
        return role.getAttrArn();
    }
}
