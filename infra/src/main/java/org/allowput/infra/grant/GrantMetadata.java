package org.allowput.infra.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.TargetGrant;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.section.LargeObjectSettings;
import org.allowput.infra.settings.section.TrustedAccount;
import org.allowput.infra.settings.value.IamIdentity;

/**
 * What the settings grant, as the section {@code Metadata.Grant} of the templates: {@code bin/prove-access} compares
 * the policies of a template with it. It is made from the settings alone, never from a policy, and has names instead of
 * ARNs and patterns: what they mean is stated in the proof.
 */
public final class GrantMetadata {
    private final Settings settings;
    private final SequencedMap<String, SequencedMap<String, Object>> roles = new TreeMap<>();

    GrantMetadata(Settings settings) {
        this.settings = settings;
    }

    /** @param externalIds names of the parameters with the account's ExternalIds */
    void add(TrustedAccount trusted, List<String> externalIds) {
        String name = trusted.role(settings.target());
        SequencedMap<String, Object> role = roles.computeIfAbsent(name, missing -> new TreeMap<>());
        role.put("RoleName", name);
        role.put("KeyPrefix", trusted.keyPrefix().orElse(""));
        role.put("DeliveriesPrefix", settings.deliveriesPrefix(trusted).orElse(""));
        List<Object> accounts = new ArrayList<>();
        if (role.get("Trusted") instanceof List<?> before) {
            accounts.addAll(before);
        }
        SequencedMap<String, Object> account = new TreeMap<>();
        account.put("Account", trusted.account());
        account.put("ExternalIds", externalIds);
        account.put("RoleNames", roleNames(trusted));
        account.put("OrganizationId", trusted.organizationId().orElse(""));
        account.put("RequireMfa", Boolean.toString(trusted.requireMfa()));
        accounts.add(account);
        role.put("Trusted", accounts);
    }

    /** Those of the function, and of the function for large objects. */
    private List<String> roleNames(TrustedAccount trusted) {
        return trusted.roleName().stream()
                .flatMap(name -> settings.largeObjects().enabled()
                        ? Stream.of(name, LargeObjectSettings.roleName(name))
                        : Stream.of(name))
                .toList();
    }

    Map<String, Object> section() {
        SequencedMap<String, Object> grant = new TreeMap<>();
        grant.put("Bucket", settings.target().bucketName());
        grant.put("KmsKeyArn", settings.target().kmsKeyArn().orElse(""));
        SequencedMap<String, String> optIns = new TreeMap<>();
        optIns.put("replicateDeletes", settings.optIns().replicateDeletes().toString());
        optIns.put("replicateTags", Boolean.toString(settings.optIns().replicateTags()));
        grant.put("OptIns", optIns);
        grant.put("WriteOnce", Boolean.toString(settings.target().writeOnce()));
        grant.put("Roles", List.copyOf(roles.values()));
        return Map.of("Grant", grant);
    }

    /** What the functions and jobs in account B are meant to use. */
    public static Map<String, Object> ofSource(Settings settings) {
        SequencedMap<String, Object> grant = new TreeMap<>();
        grant.put("SourceBucket", settings.source().bucketName());
        grant.put("TargetAccount", settings.target().account());
        grant.put("RoleName", settings.assumedRole());
        grant.put(
                "Callers",
                settings.source().callers().stream().map(IamIdentity::toString).toList());
        grant.put("OperationsBucket", settings.operations().bucketName());
        grant.put("Receipts", Boolean.toString(settings.receipts().enabled()));
        grant.put(
                "KmsKeyArns",
                Stream.of(settings.source().kmsKeyArn(), settings.encryption().kmsKeyArn())
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList());
        return Map.of("Grant", grant);
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
