package org.allowput.ops.proof.template;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Where a template is deployed: the partition, the suffix of its addresses, account and Region belong together. */
public record Environment(String account, String region) {
    private static final Pattern OF_CDK = Pattern.compile("aws://(\\d{12})/(.+)");

    /** @param given values, none of which names the account if it is not known */
    static Environment of(Optional<String> account, Optional<String> region, Collection<String> given) {
        return new Environment(
                account.orElseGet(() -> LongStream.range(0, Long.MAX_VALUE)
                        .mapToObj("%012d"::formatted)
                        .filter(id -> given.stream().noneMatch(value -> value.contains(id)))
                        .findFirst()
                        .orElseThrow()),
                region.orElse("us-east-1"));
    }

    /** Account and Region of a template that the CDK synthesized, as {@code manifest.json} beside it says. */
    public static Optional<Environment> ofCdk(Path file) throws IOException {
        Path manifest = file.resolveSibling("manifest.json");
        String json = Files.exists(manifest) ? Files.readString(manifest) : "{}";
        return Template.map(JSON.std.mapFrom(json).get("artifacts")).values().stream()
                .map(Template::map)
                .filter(artifact -> file.endsWith(
                        String.valueOf(Template.map(artifact.get("properties")).get("templateFile"))))
                .map(artifact -> OF_CDK.matcher(String.valueOf(artifact.get("environment"))))
                .filter(Matcher::matches)
                .map(where -> new Environment(where.group(1), where.group(2)))
                .findFirst();
    }

    /** https://docs.aws.amazon.com/general/latest/gr/rande.html */
    String partition() {
        return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    /** The values of the pseudo parameters. */
    Map<String, String> pseudoParameters() {
        return Map.of(
                "AWS::AccountId",
                account,
                "AWS::Partition",
                partition(),
                "AWS::Region",
                region,
                "AWS::StackName",
                "stack",
                "AWS::URLSuffix",
                partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com");
    }
}
