package org.allowput.infra.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.policy.Conditions;
import org.allowput.infra.policy.Policies;
import org.allowput.infra.policy.PolicyLength;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.Settings.TrustedAccount;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/**
 * The role that account A offers: it can put objects into one bucket, and do nothing else but what an opt-in adds, each
 * as one statement of {@code policies.yaml} under its name. Statements that deny narrow the puts: none can make an
 * object unreadable for account A. Each trusted account has a statement of its own in the trust policy, with an
 * ExternalId of its own.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">The confused deputy problem</a>
 */
final class AllowPutToS3Role extends Construct {
    /** Seconds. A role assumed with a role's credentials cannot have more. */
    private static final int MAX_SESSION = 3600;

    private final CfnRole role;
    private final PolicyDocument trust = new PolicyDocument();
    private final Settings settings;
    private final List<TrustedAccount> accounts = new ArrayList<>();

    /** @param trusted the first account, or the only one, that may assume it */
    AllowPutToS3Role(Construct scope, String id, TrustedAccount trusted, Settings settings) {
        super(scope, id);
        this.settings = settings;
        Map<String, String> objects = new TreeMap<>(Map.of(
                "Objects",
                Arns.objects(settings.target().bucketName(), trusted.keyPrefix().orElse(""))));
        settings.deliveriesPrefix(trusted)
                .ifPresent(prefix ->
                        objects.put("Deliveries", Arns.objects(settings.target().bucketName(), prefix)));
        role = CfnRole.Builder.create(this, "Role")
                .roleName(trusted.role(settings.target()))
                .description("Puts objects into " + settings.target().bucketName())
                .maxSessionDuration(MAX_SESSION)
                .assumeRolePolicyDocument(trust)
                .policies(List.of(CfnRole.PolicyProperty.builder()
                        .policyName("AllowPutToS3")
                        .policyDocument(Policies.of(settings, objects, "AllowPutToS3"))
                        .build()))
                .build();
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
