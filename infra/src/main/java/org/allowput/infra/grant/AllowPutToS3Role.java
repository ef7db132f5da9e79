package org.allowput.infra.grant;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Conditions;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.policy.PolicyLength;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.section.TrustedAccount;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/**
 * The role that account A offers: it can put objects into one bucket, and do nothing else but what an opt-in adds, each
 * as one statement under its name. Statements that deny narrow the puts: none can make an object unreadable for account
 * A. Each trusted account has a statement of its own in the trust policy, with an ExternalId of its own.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">The confused deputy problem</a>
 */
final class AllowPutToS3Role extends Construct {
    /** Seconds. A role assumed with a role's credentials cannot have more. */
    private static final int MAX_SESSION = 3600;

    private final CfnRole role;
    private final PolicyDocument trust = new PolicyDocument();
    private final Permissions permissions = new Permissions();
    /** Whether the trusted accounts have a workflow for large objects, with a role of its own. */
    private final boolean largeObjects;

    /** @param trusted the first account, or the only one, that may assume it */
    AllowPutToS3Role(Construct scope, String id, TrustedAccount trusted, Settings settings) {
        super(scope, id);
        largeObjects = settings.largeObjects().enabled();
        String objects =
                Arns.objects(settings.target().bucketName(), trusted.keyPrefix().orElse(""));
        permissions.allow("AllowPutToS3", List.of("s3:PutObject"), objects);
        if (settings.optIns().replicateTags()) {
            permissions.allow("ReplicateTags", List.of("s3:PutObjectTagging"), objects);
        }
        if (settings.optIns().replicateDeletes().areReplicated()) {
            permissions.allow("ReplicateDeletes", List.of("s3:DeleteObject"), objects);
        }
        settings.target()
                .kmsKeyArn()
                .ifPresent(key -> permissions.allow(
                        "UseTargetKey",
                        List.of("kms:GenerateDataKey", "kms:Decrypt"),
                        key,
                        Conditions.viaS3(settings.target().region())));
        // A role that may only put can still replace objects. Under a key that account A does not have, their content
        // would be lost to account A.
        List<String> put = List.of("s3:PutObject");
        permissions.deny("DenyCustomerProvidedKeys", put, objects, Conditions.withCustomerProvidedKey());
        permissions.deny(
                "DenyOtherKmsKeys",
                put,
                objects,
                Conditions.withKmsKeyOtherThan(settings.target().kmsKeyArn()));
        if (settings.target().writeOnce()) {
            permissions.deny("DenyOverwrites", put, objects, Conditions.overwriting());
        }
        settings.deliveriesPrefix(trusted)
                .ifPresent(prefix ->
                        denyChangesOfReceipts(Arns.objects(settings.target().bucketName(), prefix)));
        role = CfnRole.Builder.create(this, "Role")
                .roleName(trusted.role(settings.target()).text())
                .description("Puts objects into " + settings.target().bucketName())
                .maxSessionDuration(MAX_SESSION)
                .assumeRolePolicyDocument(trust)
                .policies(List.of(CfnRole.PolicyProperty.builder()
                        .policyName("AllowPutToS3")
                        .policyDocument(permissions.document())
                        .build()))
                .build();
    }

    /**
     * A receipt is written once: no put without {@code If-None-Match}, which the requests of a multipart upload do not
     * have, so that there are none; and neither deletions nor tags, by which lifecycle rules of account A may delete.
     */
    private void denyChangesOfReceipts(String receipts) {
        permissions.deny("DenyReceiptOverwrites", List.of("s3:PutObject"), receipts, Conditions.withoutIfNoneMatch());
        permissions.deny("DenyReceiptDeletions", List.of("s3:DeleteObject"), receipts, Map.of());
        permissions.deny("DenyReceiptTags", List.of("s3:PutObjectTagging"), receipts, Map.of());
    }

    /**
     * Lets the principals of an account that know one of the ExternalIds assume the role, if their own account lets
     * them; or only those of one role of that account.
     */
    void trust(TrustedAccount trusted, List<String> externalIds) {
        trust.addStatements(PolicyStatement.Builder.create()
                .actions(List.of("sts:AssumeRole"))
                .principals(List.of(new ArnPrincipal(Arns.account(trusted.account()))))
                .conditions(Conditions.assuming(externalIds, trusted, largeObjects))
                .build());
    }

    /** The number of characters of the trust policy that count towards IAM's quota. */
    int trustPolicyLength(UnaryOperator<String> valueOfRef) {
        return PolicyLength.of(Stack.of(this).resolve(trust), valueOfRef);
    }

    /** How many of the trusted accounts, in their order, one trust policy has room for. */
    int accountsThatFit(UnaryOperator<String> valueOfRef) {
        Map<?, ?> policy = (Map<?, ?>) Stack.of(this).resolve(trust);
        List<?> statements = (List<?>) Objects.requireNonNull(policy.get("Statement"));
        int fit = statements.size();
        while (PolicyLength.of(
                        Map.of("Version", policy.get("Version"), "Statement", statements.subList(0, fit)), valueOfRef)
                > PolicyLength.TRUST) {
            fit--;
        }
        return fit;
    }

    String arn() {
        return role.getAttrArn();
    }
}
