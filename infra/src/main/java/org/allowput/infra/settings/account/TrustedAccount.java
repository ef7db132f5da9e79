package org.allowput.infra.settings.account;

import java.util.Optional;
import org.allowput.infra.settings.keys.KeySettings;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.reading.Values;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.RoleName;

/**
 * An account that may put objects into the target bucket, with its own ExternalId.
 *
 * @param account the account that the role trusts
 * @param roleName if set, the only role of that account that may assume the role in account A
 * @param organizationId if set, the organization in AWS Organizations that the caller's account must belong to
 * @param keyPrefix if set, the prefix of the keys that the account may write
 * @param mfa whether only people may assume the role, with multi-factor authentication
 */
public record TrustedAccount(
        AccountId account,
        Optional<RoleName> roleName,
        Optional<String> organizationId,
        Optional<String> keyPrefix,
        boolean mfa) {
    /** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
    public static final SettingType<String> ORGANIZATION_TYPE =
            SettingType.matching("o-[a-z0-9]{10,32}", "the id of an organization, such as o-a1b2c3d4e5");

    private static final String EXPECTED =
            "1 to 512 bytes of UTF-8, without control characters, without *, ?, $, which have a meaning in IAM"
                    + " policies, and without a bar, which separates the values of TargetGrant";
    /** How keys begin, such that a policy can name all of them. */
    public static final SettingType<String> PREFIX_TYPE = SettingType.string(EXPECTED, text -> {
        String prefix = KeySettings.TYPE.parser().apply(text);
        SettingType.require(!prefix.isEmpty() && prefix.chars().noneMatch(c -> "*?$|".indexOf(c) >= 0), EXPECTED);
        return prefix;
    });

    /** Of those besides the source account, which deploy their own stacks. */
    public static final SettingsGroup FURTHER_GROUP = new SettingsGroup("furtherSources[]");

    private static final Declarations FURTHER = declare(
            FURTHER_GROUP.setting("account", AccountId.TYPE),
            "Another account that the role in account A trusts",
            "As `source.roleName`",
            "As `source.organizationId`",
            "As `source.keyPrefix`",
            "As `source.requireMfa`");

    /** The settings of one. */
    public record Declarations(
            Setting<AccountId> account,
            Setting<Optional<RoleName>> roleName,
            Setting<Optional<String>> organizationId,
            Setting<Optional<String>> keyPrefix,
            Setting<Boolean> mfa) {
        public TrustedAccount of(Values values) {
            return new TrustedAccount(
                    values.get(account),
                    values.get(roleName),
                    values.get(organizationId),
                    values.get(keyPrefix),
                    values.get(mfa));
        }
    }

    static Declarations declare(
            SettingsGroup.Draft<AccountId> accountId,
            String account,
            String roleName,
            String organization,
            String keyPrefix,
            String mfa) {
        SettingsGroup group = accountId.group();
        return new Declarations(
                accountId.required(AccountId.PLACEHOLDER, account),
                group.setting("roleName", RoleName.TYPE).optional("any role of the account", roleName),
                group.setting("organizationId", ORGANIZATION_TYPE).optional("any organization, or none", organization),
                group.setting("keyPrefix", PREFIX_TYPE).optional("any key", keyPrefix),
                group.flag("requireMfa", mfa));
    }

    public static TrustedAccount further(SettingsReader reader) {
        return FURTHER.of(reader.readItem(FURTHER_GROUP));
    }

    /**
     * Whether account A creates a role for this account alone: a role has the same permissions for every principal that
     * assumes it.
     */
    public boolean hasOwnRole() {
        return keyPrefix.isPresent();
    }

    /** The role that this account assumes. */
    public RoleName roleIn(Values values) {
        RoleName role = values.get(TargetSettings.ROLE);
        return hasOwnRole() ? new RoleName(role + "-" + account) : role;
    }
}
