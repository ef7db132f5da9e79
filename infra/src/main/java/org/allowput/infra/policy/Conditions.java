package org.allowput.infra.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.IamPattern;
import org.allowput.infra.settings.region.Region;
import org.allowput.infra.settings.targetaccount.TrustedAccount;
import software.amazon.awscdk.Aws;

/** Conditions of policy statements, in one order, so that the same settings give the same template. */
public final class Conditions {
    private Conditions() {}

    /**
     * An agreed ExternalId, and where that is asked for, the role of the account's function, that of its workflow, its
     * organization, and MFA: requests with long-term credentials do not have its key, for which an Allow with
     * {@code Bool} does not hold.
     *
     * @param roleNames of the account that may assume the role; empty for all
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Global
     *     condition keys</a>
     */
    public static Map<String, Object> assuming(
            List<String> externalIds, TrustedAccount trusted, List<String> roleNames) {
        Map<String, Object> equal = new TreeMap<>(Map.of("sts:ExternalId", externalIds));
        trusted.organizationId().ifPresent(id -> equal.put("aws:PrincipalOrgID", id));
        Map<String, Object> conditions = new TreeMap<>(Map.of("StringEquals", equal));
        List<String> arns = roleNames.stream()
                .map(name -> Arns.role(trusted.account(), name))
                .toList();
        if (!arns.isEmpty()) {
            conditions.put("ArnEquals", Map.of("aws:PrincipalArn", arns.size() == 1 ? arns.getFirst() : arns));
        }
        if (trusted.requireMfa()) {
            conditions.put("Bool", Map.of("aws:MultiFactorAuthPresent", "true"));
        }
        return conditions;
    }

    /**
     * A service in that Region uses the key on behalf of the role; the role cannot use it in a request of its own. KMS
     * gives the service's name by the partition's suffix in some partitions, and by {@code amazonaws.com} in all
     * others.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service">
     *     kms:ViaService</a>
     */
    public static Map<String, Object> via(String service, Region region) {
        String endpoint = service + "." + region + ".";
        return Map.of(
                "StringEquals",
                Map.of("kms:ViaService", List.of(endpoint + "amazonaws.com", endpoint + Aws.URL_SUFFIX)));
    }

    /** The request names a prefix of the keys that it lists which begins with one of these, or names none. */
    public static Map<String, Object> listing(List<String> keyPrefixes) {
        List<String> patterns =
                keyPrefixes.stream().map(IamPattern::startingWith).toList();
        return Map.of("StringLikeIfExists", Map.of("s3:prefix", patterns.size() == 1 ? patterns.getFirst() : patterns));
    }

    /**
     * A service acts for that one resource of that account, and not for somebody else's.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">Cross-service confused
     *     deputy</a>
     */
    public static Map<String, Object> actingFor(String resourceArn, String account) {
        return new TreeMap<>(Map.of(
                "ArnEquals", Map.of("aws:SourceArn", resourceArn),
                "StringEquals", Map.of("aws:SourceAccount", account)));
    }

    /**
     * CloudWatch acts for an alarm of that account. Alarms refer to their topic, so its policy cannot refer to them.
     */
    public static Map<String, Object> actingForAlarms(String account) {
        String alarms = "arn:%s:cloudwatch:%s:%s:alarm:*".formatted(Aws.PARTITION, Aws.REGION, account);
        return new TreeMap<>(Map.of(
                "ArnLike", Map.of("aws:SourceArn", alarms),
                "StringEquals", Map.of("aws:SourceAccount", account)));
    }
}
