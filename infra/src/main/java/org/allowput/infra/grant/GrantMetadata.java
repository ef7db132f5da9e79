package org.allowput.infra.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.TargetGrant;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.Settings.TrustedAccount;

/**
 * What the settings grant, as the section {@code Metadata.Grant} of the templates: {@code bin/prove-access} compares
 * the policies of a template with it. It is made from the settings alone, never from a policy, and has names instead of
 * ARNs and patterns: what they mean is stated in the proof.
 */
public final class GrantMetadata {
    private final Settings settings;
    private final Map<String, List<Object>> accountsOfRoles = new TreeMap<>();
    private final Map<String, Object> roles = new TreeMap<>();

    GrantMetadata(Settings settings) {
        this.settings = settings;
    }

    /** @param externalIds names of the parameters with the account's ExternalIds */
    void add(TrustedAccount trusted, List<String> externalIds) {
        String name = trusted.role(settings.target());
        List<Object> accounts = accountsOfRoles.computeIfAbsent(name, missing -> new ArrayList<>());
        accounts.add(new TreeMap<>(Map.of(
                "Account", trusted.account(),
                "ExternalIds", externalIds,
                "RoleNames", settings.roleNames(trusted),
                "OrganizationId", trusted.organizationId().orElse(""),
                "RequireMfa", Boolean.toString(trusted.requireMfa()))));
        String deliveries = settings.deliveriesPrefix(trusted).orElse("");
        Map<String, Object> role = Map.of(
                "RoleName", name,
                "KeyPrefix", trusted.keyPrefix().orElse(""),
                "DeliveriesPrefix", deliveries,
                "Trusted", accounts);
        roles.put(name, new TreeMap<>(role));
    }

    Map<String, Object> section() {
        Map<String, String> optIns = new TreeMap<>(Map.of(
                "replicateDeletes", settings.optIns().replicateDeletes().toString(),
                "replicateTags", Boolean.toString(settings.optIns().replicateTags())));
        return Map.of(
                "Grant",
                new TreeMap<>(Map.of(
                        "Bucket", settings.target().bucketName(),
                        "KmsKeyArn", settings.target().kmsKeyArn().orElse(""),
                        "OptIns", optIns,
                        "WriteOnce", Boolean.toString(settings.target().writeOnce()),
                        "Roles", List.copyOf(roles.values()))));
    }

    /** What the functions and jobs in account B are meant to use. */
    public static Map<String, Object> ofSource(Settings settings) {
        List<String> keys = Stream.of(
                        settings.source().kmsKeyArn(), settings.encryption().kmsKeyArn())
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        return Map.of(
                "Grant",
                new TreeMap<>(Map.of(
                        "SourceBucket", settings.source().bucketName(),
                        "TargetAccount", settings.target().account(),
                        "RoleName", settings.assumedRole(),
                        "Callers", List.copyOf(settings.source().callers()),
                        "OperationsBucket", settings.operations().bucketName(),
                        "Receipts", Boolean.toString(settings.receipts().enabled()),
                        "KmsKeyArns", keys)));
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
