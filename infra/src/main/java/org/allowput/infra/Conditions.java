package org.allowput.infra;

import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.allowput.infra.settings.AccountId;
import org.allowput.infra.settings.TrustedAccount;

/** Conditions of policy statements, in one order, so that the same settings give the same template. */
final class Conditions {
    private Conditions() {}

    /** The agreed ExternalId, and where that is asked for, the one role of the account. */
    static SequencedMap<String, Object> assuming(String externalId, TrustedAccount trusted) {
        SequencedMap<String, Object> conditions = of(trusted);
        conditions.put("StringEquals", Map.of("sts:ExternalId", externalId));
        return conditions;
    }

    /** Where that is asked for, the one role of the account. */
    static SequencedMap<String, Object> of(TrustedAccount trusted) {
        SequencedMap<String, Object> conditions = new TreeMap<>();
        trusted.roleName()
                .ifPresent(role ->
                        conditions.put("ArnEquals", Map.of("aws:PrincipalArn", Arns.role(trusted.account(), role))));
        return conditions;
    }

    /**
     * A service acts for that one resource of that account, and not for somebody else's.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">Cross-service confused
     *     deputy</a>
     */
    static SequencedMap<String, Object> actingFor(String resourceArn, AccountId account) {
        SequencedMap<String, Object> conditions = new TreeMap<>();
        conditions.put("ArnEquals", Map.of("aws:SourceArn", resourceArn));
        conditions.put("StringEquals", Map.of("aws:SourceAccount", account.text()));
        return conditions;
    }
}
