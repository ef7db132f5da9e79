package org.allowput.infra.settings;

import java.util.Optional;

/**
 * An account that may put objects into the target bucket, with an ExternalId of its own.
 *
 * @param account whom the role trusts
 * @param roleName if set, the only role of that account that may assume ours
 * @param keyPrefix if set, how the keys begin that the account may write to; it then has a role of its own, because a
 *     role has the same permissions whoever assumes it
 */
public record TrustedAccount(AccountId account, Optional<RoleName> roleName, Optional<String> keyPrefix) {
    private static final AccountId ANY_ACCOUNT = new AccountId("000000000000");

    private static final String EXPECTED =
            "1 to 512 bytes of UTF-8, without *, ?, $ and control characters, which IAM reads as more than themselves";
    private static final Shape<String> PREFIX = Shape.of(EXPECTED, text -> {
        String prefix = KeySettings.SHAPE.parse().apply(text);
        Shape.require(!prefix.isEmpty() && prefix.chars().noneMatch(c -> "*?$".indexOf(c) >= 0), EXPECTED);
        return prefix;
    });

    static TrustedAccount read(Section section) {
        return new TrustedAccount(
                section.required("account", AccountId.SHAPE, ANY_ACCOUNT),
                section.optional("roleName", RoleName.SHAPE, "any role of the account"),
                section.optional("keyPrefix", PREFIX, "any key"));
    }

    /** The role that this account assumes. */
    public RoleName roleIn(TargetSettings target) {
        return keyPrefix.isEmpty() ? target.role() : new RoleName(target.role() + "-" + account);
    }
}
