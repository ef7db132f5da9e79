package org.allowput.infra.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Conditions;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.policy.PolicyLength;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.targetaccount.TrustedAccount;
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

    private static final List<String> PUT = List.of("s3:PutObject");
    private static final Map<String, String> NO_IF_NONE_MATCH = Map.of("s3:if-none-match", "true");

    private final CfnRole role;
    private final PolicyDocument trust = new PolicyDocument();
    private final Settings settings;
    private final List<TrustedAccount> accounts = new ArrayList<>();

    /** @param trusted the first account, or the only one, that may assume it */
    AllowPutToS3Role(Construct scope, String id, TrustedAccount trusted, Settings settings) {
        super(scope, id);
        this.settings = settings;
        role = CfnRole.Builder.create(this, "Role")
                .roleName(trusted.role(settings.target()))
                .description("Puts objects into " + settings.target().bucketName())
                .maxSessionDuration(MAX_SESSION)
                .assumeRolePolicyDocument(trust)
                .policies(List.of(CfnRole.PolicyProperty.builder()
                        .policyName("AllowPutToS3")
                        .policyDocument(permissions(trusted).document())
                        .build()))
                .build();
    }

    /**
     * What the role may do: put objects, and what an opt-in adds. A role that may only put can still replace objects:
     * under a key that account A does not have, their content would be lost to account A.
     */
    private Permissions permissions(TrustedAccount trusted) {
        String bucket = settings.target().bucketName();
        String objects = Arns.objects(bucket, trusted.keyPrefix().orElse(""));
        Optional<String> key = settings.target().kmsKeyArn();
        Permissions permissions = new Permissions();
        permissions.allow("AllowPutToS3", PUT, objects);
        if (settings.optIns().replicateTags()) {
            permissions.allow("ReplicateTags", List.of("s3:PutObjectTagging"), objects);
        }
        if (settings.optIns().replicateDeletes().areReplicated()) {
            permissions.allow("ReplicateDeletes", List.of("s3:DeleteObject"), objects);
        }
        key.ifPresent(arn -> permissions.allow(
                "UseTargetKey",
                List.of("kms:GenerateDataKey", "kms:Decrypt"),
                arn,
                Conditions.via("s3", settings.target().region())));
        // SSE-C: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
        permissions.deny(
                "DenyCustomerProvidedKeys",
                PUT,
                objects,
                Map.of("Null", Map.of("s3:x-amz-server-side-encryption-customer-algorithm", "false")));
        permissions.deny("DenyOtherKmsKeys", PUT, objects, namingAnotherKey(key));
        if (settings.target().writeOnce()) {
            permissions.deny("DenyOverwrites", PUT, objects, overwriting());
        }
        settings.deliveriesPrefix(trusted)
                .ifPresent(prefix -> denyChangesOfReceipts(permissions, Arns.objects(bucket, prefix)));
        return permissions;
    }

    /**
     * The put names a KMS key other than that of the bucket; or any, if there is none. Default encryption needs no
     * name. The negated operator also holds for a request that names no key, therefore the presence is a condition too.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html">SSE-KMS</a>
     */
    private static Map<String, Object> namingAnotherKey(Optional<String> key) {
        String header = "s3:x-amz-server-side-encryption-aws-kms-key-id";
        Map<String, Object> conditions = new TreeMap<>(Map.of("Null", Map.of(header, "false")));
        key.ifPresent(arn -> conditions.put("StringNotEquals", Map.of(header, arn)));
        return conditions;
    }

    /**
     * The request creates an object, and would replace one that exists. CreateMultipartUpload and UploadPart are
     * authorized as {@code s3:PutObject} too, carry no such header, and create nothing: for them the operation's key is
     * false.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html">Enforce
     *     conditional writes</a>
     */
    private static Map<String, Object> overwriting() {
        return new TreeMap<>(Map.of("Bool", Map.of("s3:ObjectCreationOperation", "true"), "Null", NO_IF_NONE_MATCH));
    }

    /**
     * A receipt is written once: no put without {@code If-None-Match}, which the requests of a multipart upload do not
     * have, so that there are none; and neither deletions nor tags, by which lifecycle rules of account A may delete.
     */
    private static void denyChangesOfReceipts(Permissions permissions, String receipts) {
        permissions.deny("DenyReceiptOverwrites", PUT, receipts, Map.of("Null", NO_IF_NONE_MATCH));
        permissions.deny("DenyReceiptDeletions", "s3:DeleteObject", receipts);
        permissions.deny("DenyReceiptTags", "s3:PutObjectTagging", receipts);
    }

    /**
     * Lets the principals of an account that know one of the ExternalIds assume the role, if their own account lets
     * them; or only those of one role of that account.
     */
    void trust(TrustedAccount trusted, List<String> externalIds) {
        trust.addStatements(PolicyStatement.Builder.create()
                .actions(List.of("sts:AssumeRole"))
                .principals(List.of(new ArnPrincipal(Arns.account(trusted.account()))))
                .conditions(Conditions.assuming(externalIds, trusted, settings.roleNames(trusted)))
                .build());
        accounts.add(trusted);
        GrantMetadata.add(role, settings, accounts);
    }

    /** The number of characters of the trust policy that count towards IAM's quota. */
    int trustPolicyLength(UnaryOperator<String> valueOfRef) {
        return PolicyLength.of(Stack.of(this).resolve(trust), valueOfRef);
    }

    String firstAccount() {
        return accounts.getFirst().account();
    }

    /** How many of the trusted accounts, in their order, one trust policy has room for. */
    int accountsThatFit(UnaryOperator<String> valueOfRef) {
        Map<?, ?> policy = (Map<?, ?>) Stack.of(this).resolve(trust);
        List<?> statements = (List<?>) Objects.requireNonNull(policy.get("Statement"));
        return (int) IntStream.rangeClosed(1, statements.size())
                .mapToObj(count -> Map.of("Version", policy.get("Version"), "Statement", statements.subList(0, count)))
                .filter(some -> PolicyLength.of(some, valueOfRef) <= PolicyLength.TRUST)
                .count();
    }

    String arn() {
        return role.getAttrArn();
    }
}
