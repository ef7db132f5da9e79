package org.allowput.infra.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.infra.settings.OptIns;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.account.BucketSettings;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.account.TargetSettings;
import org.allowput.infra.settings.account.TrustedAccount;
import org.allowput.infra.settings.function.EncryptionSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.function.ReceiptSettings;
import org.allowput.infra.settings.value.Caller;
import org.allowput.infra.settings.value.RoleName;

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
        String name = trusted.roleIn(settings).text();
        SequencedMap<String, Object> role = roles.computeIfAbsent(name, missing -> new TreeMap<>());
        role.put("RoleName", name);
        role.put("KeyPrefix", trusted.keyPrefix().orElse(""));
        List<Object> accounts = new ArrayList<>();
        if (role.get("Trusted") instanceof List<?> before) {
            accounts.addAll(before);
        }
        SequencedMap<String, Object> account = new TreeMap<>();
        account.put("Account", trusted.account().text());
        account.put("ExternalIds", externalIds);
        account.put("RoleNames", roleNames(trusted));
        account.put("OrganizationId", trusted.organizationId().orElse(""));
        account.put("RequireMfa", Boolean.toString(trusted.mfa()));
        accounts.add(account);
        role.put("Trusted", accounts);
    }

    /** Those of the function, and of the function for large objects. */
    private List<String> roleNames(TrustedAccount trusted) {
        return trusted.roleName().stream()
                .flatMap(name -> settings.get(LargeObjectSettings.ENABLED)
                        ? Stream.of(name, name.ofLargeObjects())
                        : Stream.of(name))
                .map(RoleName::text)
                .toList();
    }

    Map<String, Object> section() {
        SequencedMap<String, Object> grant = new TreeMap<>();
        grant.put("Bucket", settings.targetBucket().text());
        grant.put("KmsKeyArn", settings.text(TargetSettings.KMS_KEY));
        SequencedMap<String, String> optIns = new TreeMap<>();
        OptIns.OF_BOTH.forEach(optIn -> optIns.put(optIn.name(), settings.text(optIn)));
        grant.put("OptIns", optIns);
        grant.put("WriteOnce", settings.text(TargetSettings.WRITE_ONCE));
        grant.put("Roles", List.copyOf(roles.values()));
        return Map.of("Grant", grant);
    }

    /** What the functions in account B are meant to use; an empty name is of something that they do not use. */
    public static Map<String, Object> ofSource(Settings settings) {
        SequencedMap<String, Object> grant = new TreeMap<>();
        grant.put("SourceBucket", settings.sourceBucket().text());
        grant.put("TargetAccount", settings.text(TargetSettings.ACCOUNT));
        grant.put("RoleName", settings.assumedRole().text());
        grant.put(
                "Callers",
                SourceSettings.callers(settings).stream().map(Caller::toString).toList());
        grant.put("ReceiptsBucket", name(ReceiptSettings.BUCKET, settings));
        grant.put("LargeObjectsBucket", name(LargeObjectSettings.BUCKET, settings));
        grant.put(
                "KmsKeyArns",
                Stream.of(settings.get(SourceSettings.KMS_KEY), settings.get(EncryptionSettings.KMS_KEY))
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList());
        return Map.of("Grant", grant);
    }

    private static String name(BucketSettings bucket, Settings settings) {
        return bucket.isEnabled(settings) ? settings.text(bucket.name()) : "";
    }
}
