package org.allowput.infra;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.allowput.infra.settings.AccountId;
import org.allowput.infra.settings.Region;
import org.allowput.infra.settings.TrustedAccount;
import software.amazon.awscdk.Aws;

/** Conditions of policy statements, in one order, so that the same settings give the same template. */
final class Conditions {
    private Conditions() {}

    /**
     * The agreed ExternalId, and where that is asked for, the role of the account's function, and that of its workflow.
     *
     * @param largeObjects whether there is a workflow for large objects
     */
    static SequencedMap<String, Object> assuming(String externalId, TrustedAccount trusted, boolean largeObjects) {
        SequencedMap<String, Object> conditions = of(trusted, largeObjects);
        conditions.put("StringEquals", Map.of("sts:ExternalId", externalId));
        return conditions;
    }

    /**
     * Where that is asked for, the role of the account's function, and that of its workflow.
     *
     * @param largeObjects whether there is a workflow for large objects
     */
    static SequencedMap<String, Object> of(TrustedAccount trusted, boolean largeObjects) {
        SequencedMap<String, Object> conditions = new TreeMap<>();
        trusted.roleName().ifPresent(role -> {
            String arn = Arns.role(trusted.account(), role);
            Object arns = largeObjects ? List.of(arn, Arns.role(trusted.account(), role.ofLargeObjects())) : arn;
            conditions.put("ArnEquals", Map.of("aws:PrincipalArn", arns));
        });
        return conditions;
    }

    /**
     * S3 in that Region uses the key on behalf of the role; the role cannot use it in a request of its own. KMS gives
     * the service's name by the partition's suffix in some partitions, and by {@code amazonaws.com} in all others.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service">
     *     kms:ViaService</a>
     */
    static SequencedMap<String, Object> viaS3(Region region) {
        SequencedMap<String, Object> conditions = new TreeMap<>();
        conditions.put(
                "StringEquals",
                Map.of(
                        "kms:ViaService",
                        List.of(
                                "s3.%s.amazonaws.com".formatted(region),
                                "s3.%s.%s".formatted(region, Aws.URL_SUFFIX))));
        return conditions;
    }

    /**
     * S3 answers 404 for a missing object only where listing the bucket is allowed, and 403 otherwise. AWS documents no
     * {@code s3:prefix} for that decision, so the condition holds where the request has none.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject, Permissions</a>
     */
    static SequencedMap<String, Object> listing(String keyPrefix) {
        SequencedMap<String, Object> conditions = new TreeMap<>();
        if (!keyPrefix.isEmpty()) {
            conditions.put("StringLikeIfExists", Map.of("s3:prefix", KeyPattern.startingWith(keyPrefix)));
        }
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

    /**
     * CloudWatch acts for an alarm of that account. Alarms refer to their topic, so its policy cannot refer to them.
     */
    static SequencedMap<String, Object> actingForAlarms(AccountId account) {
        SequencedMap<String, Object> conditions = new TreeMap<>();
        conditions.put(
                "ArnLike",
                Map.of(
                        "aws:SourceArn",
                        "arn:%s:cloudwatch:%s:%s:alarm:*".formatted(Aws.PARTITION, Aws.REGION, account)));
        conditions.put("StringEquals", Map.of("aws:SourceAccount", account.text()));
        return conditions;
    }
}
