package org.allowput.infra.grant;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.TargetGrant;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.targetaccount.TrustedAccount;
import software.amazon.awscdk.services.iam.CfnRole;

/**
 * The access that the settings grant, written as the attribute {@code Metadata} of a role, without what is off:
 * {@code bin/prove-access} compares the policies of a template with it. It is made from the settings alone, never from
 * a policy, and has names instead of ARNs and patterns: what they mean is stated in the proof.
 */
public final class GrantMetadata {
    private static final String NAME = "Grant";

    private GrantMetadata() {}

    /** What the accounts that share a role of account A are expected to do with it. */
    static void add(CfnRole role, Settings settings, List<TrustedAccount> accounts) {
        TrustedAccount first = accounts.getFirst();
        Map<String, Object> grant = new TreeMap<>(Map.of(
                "Bucket", settings.target().bucketName(),
                "RoleName", first.role(settings.target()),
                "Trusted",
                        accounts.stream().map(each -> trusted(settings, each)).toList()));
        first.keyPrefix().ifPresent(prefix -> grant.put("KeyPrefix", prefix));
        settings.deliveriesPrefix(first).ifPresent(prefix -> grant.put("DeliveriesPrefix", prefix));
        settings.target().kmsKeyArn().ifPresent(key -> grant.put("KmsKeyArn", key));
        // The opt-ins and write-once, by their names.
        Stream.of(settings.optInNames().split(",", -1))
                .filter(name -> !name.equals("none"))
                .forEach(name -> grant.put(name, "true"));
        role.addMetadata(NAME, grant);
    }

    private static Map<String, Object> trusted(Settings settings, TrustedAccount account) {
        Map<String, Object> trusted =
                new TreeMap<>(Map.of("Account", account.account(), "RoleNames", settings.roleNames(account)));
        account.organizationId().ifPresent(id -> trusted.put("OrganizationId", id));
        if (account.requireMfa()) {
            trusted.put("RequireMfa", "true");
        }
        return trusted;
    }

    /** What the functions and jobs in account B are expected to use. */
    public static void addOfSource(CfnRole role, Settings settings) {
        Map<String, Object> grant = new TreeMap<>(Map.of(
                "SourceBucket",
                settings.source().bucketName(),
                "TargetAccount",
                settings.target().account(),
                "RoleName",
                settings.assumedRole(),
                "Callers",
                List.copyOf(settings.source().callers()),
                "OperationsBucket",
                settings.operations().bucketName(),
                "SourceKmsKeyArns",
                settings.source().encryption().keyArns(),
                "Prefixes",
                settings.selection().prefixes()));
        settings.encryption().kmsKeyArn().ifPresent(key -> grant.put("KmsKeyArn", key));
        if (!settings.encryption().previous().isEmpty()) {
            grant.put("PreviousKmsKeyArns", settings.encryption().previous());
        }
        Map<String, Boolean> options = Map.of(
                "Receipts", settings.receipts().enabled(),
                "Requeue", settings.reconcile().requeue(),
                "Vpc", settings.network().isInVpc());
        options.keySet().stream().filter(options::get).forEach(name -> grant.put(name, "true"));
        role.addMetadata(NAME, grant);
    }

    /** What both accounts agree on, as the output of account A's stack. */
    public static TargetGrant line(Settings settings) {
        return TargetGrant.of(field -> switch (field) {
            case ACCOUNT -> settings.target().account();
            case REGION -> settings.target().region().text();
            case BUCKET -> settings.target().bucketName();
            case ROLE -> settings.assumedRole();
            case KEY_PREFIX -> settings.source().keyPrefix().orElse("");
            case KMS_KEY -> settings.target().kmsKeyArn().orElse("");
            case DELIVERIES_PREFIX -> settings.receipts().deliverTo().orElse("");
            case REPLICATE_DELETES -> settings.optIns().replicateDeletes().toString();
            case REPLICATE_TAGS -> Boolean.toString(settings.optIns().replicateTags());
            case WRITE_ONCE -> Boolean.toString(settings.target().writeOnce());
        });
    }
}
