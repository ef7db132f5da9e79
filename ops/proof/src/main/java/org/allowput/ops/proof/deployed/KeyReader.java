package org.allowput.ops.proof.deployed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.ops.cli.OperationException;
import org.allowput.policy.Policy;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantConstraints;
import software.amazon.awssdk.services.kms.model.GrantListEntry;

/** A KMS key with its policy, and its grants as statements of it. */
record KeyReader(KmsClient kms, String account) {
    /** @param id its ARN, or another name that S3 knows it by */
    Bucket.Key read(String id) {
        String arn = id.contains(":key/")
                ? id
                : kms.describeKey(request -> request.keyId(id)).keyMetadata().arn();
        if (!arn.split(":", -1)[4].equals(account)) {
            throw new OperationException("The key " + arn + " of the bucket is in another account: its policy cannot be"
                    + " read, expected a key of account " + account);
        }
        Policy policy = AccountReader.read(
                "the policy of the key " + arn,
                kms.getKeyPolicy(request -> request.keyId(arn).policyName("default"))
                        .policy());
        List<Object> statements = new ArrayList<>();
        kms.listGrantsPaginator(request -> request.keyId(arn)).stream()
                .flatMap(page -> page.grants().stream())
                .forEach(grant -> {
                    statements.add(used(grant, arn));
                    if (grant.retiringPrincipal() != null) {
                        statements.add(BucketReader.allow(
                                principal(grant.retiringPrincipal()), List.of("kms:RetireGrant"), arn));
                    }
                });
        return new Bucket.Key(arn, Policy.joined(policy, BucketReader.policy(statements)));
    }

    /** https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
    private static Map<String, Object> used(GrantListEntry grant, String arn) {
        Map<String, Object> statement = new HashMap<>(BucketReader.allow(
                principal(grant.granteePrincipal()),
                grant.operationsAsStrings().stream().map("kms:"::concat).toList(),
                arn));
        GrantConstraints constraints = grant.constraints();
        Map<String, String> conditions = new HashMap<>();
        if (constraints != null) {
            Stream.of(constraints.encryptionContextEquals(), constraints.encryptionContextSubset())
                    .forEach(context ->
                            context.forEach((name, value) -> conditions.put("kms:EncryptionContext:" + name, value)));
        }
        if (!conditions.isEmpty()) {
            statement.put("Condition", Map.of("StringEquals", conditions));
        }
        return statement;
    }

    private static Map<String, String> principal(String name) {
        return Map.of(name.startsWith("arn:") || name.matches("\\d{12}") ? "AWS" : "Service", name);
    }
}
