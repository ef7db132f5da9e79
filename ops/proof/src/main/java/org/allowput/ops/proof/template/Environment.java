package org.allowput.ops.proof.template;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where a template is deployed: the partition, the suffix of its addresses, account and Region belong together. */
public record Environment(String partition, String account, String region) {
    /** https://docs.aws.amazon.com/general/latest/gr/rande.html */
    static Environment of(Optional<String> account, Optional<String> region, Collection<String> given) {
        String where = region.orElse("us-east-1");
        return new Environment(
                where.startsWith("cn-") ? "aws-cn" : where.startsWith("us-gov-") ? "aws-us-gov" : "aws",
                account.orElseGet(() -> unlike(given)),
                where);
    }

    /** An account that no value names. */
    private static String unlike(Collection<String> given) {
        return IntStream.rangeClosed(0, 9)
                .mapToObj(digit -> String.valueOf(digit).repeat(12))
                .filter(id -> given.stream().noneMatch(value -> value.contains(id)))
                .findFirst()
                .orElse("012345678901");
    }

    String suffix() {
        return partition.equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
    }

    /** The values of the pseudo parameters. */
    Map<String, String> pseudoParameters() {
        return Map.of(
                "AWS::AccountId", account,
                "AWS::Partition", partition,
                "AWS::Region", region,
                "AWS::StackName", "stack",
                "AWS::URLSuffix", suffix());
    }
}
