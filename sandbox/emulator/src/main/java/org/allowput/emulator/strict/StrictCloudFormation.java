package org.allowput.emulator.strict;

import java.io.StringReader;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.allowput.emulator.Emulator;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Refuses templates that CloudFormation refuses in each request that has one, and the emulators accept: those with a
 * function where it is not evaluated, and those that are too long for a request.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html">
 *     Condition functions</a>
 */
public final class StrictCloudFormation {
    /** Refuses nothing. */
    public static final StrictCloudFormation NONE = new StrictCloudFormation(address -> "");

    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
    private static final int LONGEST_BODY = 51_200;

    private static final List<String> OF_RESOURCES =
            List.of("Type", "Condition", "DeletionPolicy", "UpdateReplacePolicy");
    private static final List<String> OF_OUTPUTS = List.of("Condition", "Description");
    private static final List<String> OF_PARAMETERS = List.of("Type", "Default", "Description", "AllowedPattern");

    private final UnaryOperator<String> templates;

    private StrictCloudFormation(UnaryOperator<String> templates) {
        this.templates = templates;
    }

    /** With the templates that are objects of the source or the target account. */
    public static StrictCloudFormation before(Emulator emulator) {
        BucketOwners owners = BucketOwners.in(emulator);
        return new StrictCloudFormation(address -> {
            List<String> parts = List.of(URI.create(address).getPath().split("/", 3));
            return emulator.account(owners.of(parts.get(1)).orElseThrow())
                    .s3()
                    .getObjectAsBytes(request -> request.bucket(parts.get(1)).key(parts.get(2)))
                    .asUtf8String();
        });
    }

    /** What CloudFormation would answer to a request; nothing if it would carry it out, or if it has no template. */
    public Optional<Refusal> refuse(String form) {
        Map<String, String> parameters = AssumedSessions.parameters(form);
        String body = parameters.getOrDefault("TemplateBody", "");
        if (body.length() > LONGEST_BODY) {
            return invalid(
                    "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must"
                            + " have length less than or equal to " + LONGEST_BODY);
        }
        return Optional.ofNullable(parameters.get("TemplateURL"))
                .map(templates)
                .or(() -> Optional.of(body))
                .filter(template -> !template.isEmpty())
                .flatMap(StrictCloudFormation::refuseTemplate);
    }

    private static Optional<Refusal> refuseTemplate(String template) {
        Map<String, Node> sections = fields(new Yaml().compose(new StringReader(template)));
        return Stream.of(
                        dependencies(sections),
                        texts(sections, "Resources", OF_RESOURCES),
                        texts(sections, "Outputs", OF_OUTPUTS),
                        texts(sections, "Parameters", OF_PARAMETERS))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Refusal> dependencies(Map<String, Node> sections) {
        boolean isWrong = entries(sections, "Resources")
                .flatMap(resource -> Optional.ofNullable(resource.get("DependsOn")).stream())
                .anyMatch(names -> !isText(names)
                        && !(names instanceof SequenceNode list
                                && isStandard(names)
                                && list.getValue().stream().allMatch(StrictCloudFormation::isText)));
        return isWrong
                ? invalid("Template format error: DependsOn must be a string or list of strings.")
                : Optional.empty();
    }

    private static Optional<Refusal> texts(Map<String, Node> sections, String section, List<String> attributes) {
        return attributes.stream()
                .filter(attribute -> entries(sections, section)
                        .flatMap(entry -> Optional.ofNullable(entry.get(attribute)).stream())
                        .anyMatch(value -> !isText(value)))
                .findFirst()
                .flatMap(attribute ->
                        invalid("Template format error: Every " + attribute + " member must be a string."));
    }

    private static Optional<Refusal> invalid(String message) {
        return Optional.of(Refusal.badRequest("ValidationError", message));
    }

    private static Stream<Map<String, Node>> entries(Map<String, Node> sections, String section) {
        return fields(sections.get(section)).values().stream().map(StrictCloudFormation::fields);
    }

    private static Map<String, Node> fields(@Nullable Node node) {
        Map<String, Node> fields = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            mapping.getValue()
                    .forEach(field -> fields.put(((ScalarNode) field.getKeyNode()).getValue(), field.getValueNode()));
        }
        return fields;
    }

    private static boolean isText(Node node) {
        return node instanceof ScalarNode && isStandard(node);
    }

    /** Without a tag such as {@code !Ref}. */
    private static boolean isStandard(Node node) {
        return !node.getTag().getValue().startsWith("!");
    }
}
