package org.allowput.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Where CloudFormation evaluates functions. It refuses a template that has one in another attribute, such as
 * {@code DependsOn}, before it creates anything.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html">
 *     Condition functions</a>
 */
public final class IntrinsicPlaces {
    /** The attributes of a resource or an output that can have functions. A condition is a name. */
    static final Set<String> ATTRIBUTES = Set.of("Properties", "Metadata", "UpdatePolicy", "Value", "Export");

    /** Sections of conditions and of rules, whose functions are others. */
    private static final Set<String> SECTIONS = Set.of("Conditions", "Rules");

    private IntrinsicPlaces() {}

    /**
     * Validates a whole template.
     *
     * @throws IllegalStateException if a function stands where CloudFormation does not evaluate it
     */
    public static void validate(JsonNode template) {
        template.properties().forEach(section -> {
            String name = section.getKey();
            if (name.equals("Resources") || name.equals("Outputs")) {
                section.getValue()
                        .properties()
                        .forEach(entry -> entry.getValue().properties().stream()
                                .filter(attribute -> !ATTRIBUTES.contains(attribute.getKey()))
                                .forEach(attribute -> requirePlain(
                                        name + "." + entry.getKey() + "." + attribute.getKey(), attribute.getValue())));
            } else if (!SECTIONS.contains(name)) {
                requirePlain(name, section.getValue());
            }
        });
    }

    private static void requirePlain(String place, JsonNode node) {
        node.properties().forEach(entry -> {
            if (entry.getKey().matches("Ref|Fn::.*")) {
                throw new IllegalStateException(
                        place + " has " + entry.getKey() + ", which CloudFormation does not evaluate there");
            }
        });
        node.forEach(child -> requirePlain(place, child));
    }
}
