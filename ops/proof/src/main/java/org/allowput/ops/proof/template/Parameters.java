package org.allowput.ops.proof.template;

import static org.allowput.policy.template.TemplateException.at;
import static org.allowput.policy.template.TemplateException.require;
import static org.allowput.policy.template.TemplateException.requireOneOf;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.allowput.policy.template.Template;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * The parameters of a template. A secret one without a value has one that nothing else has.
 *
 * @param declared as they stand in the template
 * @param given values of some of them; the others have their defaults
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">
 *     Parameters</a>
 */
record Parameters(Map<String, Object> declared, Map<String, String> given) {
    /** By the names of the parameters. @throws TemplateException if a value is missing, or the template refuses it */
    Map<String, String> values() {
        return at("Parameters", () -> {
            given.keySet().forEach(name -> at(name, () -> requireOneOf(declared.keySet(), name)));
            Map<String, String> values = new TreeMap<>();
            declared.keySet().stream()
                    // The one of the CDK, and the rule that compares it, decide nothing.
                    .filter(name -> !name.equals("BootstrapVersion"))
                    .forEach(name -> values.put(name, at(name, () -> value(name))));
            return values;
        });
    }

    /**
     * By the names of the pseudo parameters: partition, suffix of addresses, account and Region belong together.
     *
     * @param account without it, one that no value names
     * @param values of the parameters
     */
    static Map<String, String> pseudo(Optional<String> account, Region region, Collection<String> values) {
        PartitionMetadata partition = PartitionMetadata.of(region);
        Stream<String> unused = LongStream.range(0, Long.MAX_VALUE)
                .mapToObj("%012d"::formatted)
                .filter(id -> values.stream().noneMatch(value -> value.contains(id)));
        return Map.of(
                "AWS::AccountId", account.or(unused::findFirst).orElseThrow(),
                "AWS::Partition", partition.id(),
                "AWS::Region", region.id(),
                "AWS::StackName", "stack",
                "AWS::URLSuffix", partition.dnsSuffix());
    }

    boolean isSecret(String name) {
        return "true".equals(Template.map(declared.get(name)).get("NoEcho"));
    }

    private String value(String name) {
        Map<String, Object> parameter = Template.object(declared.get(name));
        require("String".equals(parameter.get("Type")), "the type " + parameter.get("Type"), "String");
        Optional<String> byDefault =
                Optional.ofNullable(parameter.get("Default")).map(Template::text);
        require(!isSecret(name) || byDefault.orElse("").isEmpty(), "the default of a secret", "none");
        String value = given.getOrDefault(
                name,
                isSecret(name) && (byDefault.isEmpty() || isRequired(name))
                        ? "the-secret-value-of-" + name
                        : byDefault.orElse(""));
        require(
                given.containsKey(name) || isSecret(name) || byDefault.isPresent(),
                "no value",
                "--parameter " + name + "=VALUE");
        String seen = isSecret(name) ? "a value" : "the value " + value;
        List<Object> allowed = Template.list(parameter.get("AllowedValues"));
        require(allowed.isEmpty() || allowed.contains(value), seen, "one of " + allowed);
        require(
                !(parameter.get("AllowedPattern") instanceof String pattern) || value.matches(pattern),
                seen,
                "one that matches " + parameter.get("AllowedPattern"));
        return value;
    }

    /** A rule of the templates demands an ExternalId, or in its place the version of a secret. */
    private boolean isRequired(String name) {
        String reference = name.replaceFirst("^ExternalId", "ExternalIdReference");
        return !reference.equals(name)
                && declared.containsKey(reference)
                && given.getOrDefault(reference, "").isEmpty();
    }
}
