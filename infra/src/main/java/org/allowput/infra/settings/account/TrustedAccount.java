package org.allowput.infra.settings.account;

import java.util.Optional;
import org.allowput.infra.settings.keys.KeySettings;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;
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
    private static final String ORGANIZATION = "the id of an organization, such as o-a1b2c3d4e5";
    /** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
    private static final SettingType<String> ORGANIZATION_TYPE = SettingType.string(ORGANIZATION, text -> {
        SettingType.require(text.matches("o-[a-z0-9]{10,32}"), ORGANIZATION);
        return text;
    });

    private static final String EXPECTED =
            "1 to 512 bytes of UTF-8, without control characters, without *, ?, $, which have a meaning in IAM"
                    + " policies, and without a bar, which separates the values of TargetGrant";
    /** How keys begin, such that a policy can name all of them. */
    public static final SettingType<String> PREFIX_TYPE = SettingType.string(EXPECTED, text -> {
        String prefix = KeySettings.TYPE.parser().apply(text);
        SettingType.require(!prefix.isEmpty() && prefix.chars().noneMatch(c -> "*?$|".indexOf(c) >= 0), EXPECTED);
        return prefix;
    });

    static TrustedAccount readSource(SettingsReader reader) {
        return read(
                reader,
                "Account B, which the role in account A trusts",
                "The name of the function's role, with `-large-objects` also that of the workflow's. "
                        + "Only these two may assume A's role (`aws:PrincipalArn`)",
                "The [organization](security.md#organizations) that the account must belong to "
                        + "(`aws:PrincipalOrgID`)",
                "The prefix of the keys that account B [may write](#several-source-accounts)",
                "The role requires MFA, which the function lacks: [people](security.md#people)");
    }

    public static TrustedAccount readFurther(SettingsReader reader) {
        return read(
                reader,
                "Another account that the role in account A trusts",
                "As `source.roleName`",
                "As `source.organizationId`",
                "As `source.keyPrefix`",
                "As `source.requireMfa`");
    }

    private static TrustedAccount read(
            SettingsReader reader,
            String accountDescription,
            String roleNameDescription,
            String organizationDescription,
            String keyPrefixDescription,
            String mfaDescription) {
        return new TrustedAccount(
                reader.required("account", AccountId.TYPE, AccountId.PLACEHOLDER, accountDescription),
                reader.optional("roleName", RoleName.TYPE, "any role of the account", roleNameDescription),
                reader.optional(
                        "organizationId", ORGANIZATION_TYPE, "any organization, or none", organizationDescription),
                reader.optional("keyPrefix", PREFIX_TYPE, "any key", keyPrefixDescription),
                reader.value("requireMfa", SettingType.bool(), false, mfaDescription));
    }

    /**
     * Whether account A creates a role for this account alone. An account with a key prefix has one in any case,
     * because a role has the same permissions for every principal that assumes it.
     */
    public boolean hasOwnRole(TargetSettings target) {
        return target.rolePerAccount() || keyPrefix.isPresent();
    }

    /** The role that this account assumes. */
    public RoleName roleIn(TargetSettings target) {
        return hasOwnRole(target) ? new RoleName(target.role() + "-" + account) : target.role();
    }
}
