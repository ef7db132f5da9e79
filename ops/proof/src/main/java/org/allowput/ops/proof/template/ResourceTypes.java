package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.TemplateException.at;
import static org.allowput.ops.proof.template.TemplateException.unexpected;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The types of resources that a template may have, with the properties that are read or let nobody do anything. All
 * others are refused: {@code resource-types.txt} lists both.
 */
final class ResourceTypes {
    private static final String FILE = "resource-types.txt";

    private final Map<String, Set<String>> known = new TreeMap<>();

    /** @param account A or B, whose template it is */
    ResourceTypes(String account) {
        TextFile.lines(ResourceTypes.class, FILE).forEach(line -> {
            String[] parts = line.split(" ", 3);
            if (parts[1].contains(account)) {
                known.put(
                        parts[0],
                        Arrays.stream(parts[2].split("\\|", -1)[0].trim().split(" ", -1))
                                .filter(property -> !property.contains(":") || property.endsWith(":" + account))
                                .map(property -> property.split(":", -1)[0])
                                .collect(Collectors.toSet()));
            }
        });
    }

    /** Refuses what is not known. @throws TemplateException if a resource has it */
    void check(Template template) {
        template.section("Resources")
                .forEach((id, node) -> at("Resources." + id, () -> {
                    String type = String.valueOf(Template.map(node).get("Type"));
                    Set<String> properties = at(
                            "Type",
                            () -> Optional.ofNullable(known.get(type))
                                    .orElseThrow(() -> unexpected(type, "one of " + known.keySet())));
                    return at("Properties", () -> {
                        Map<String, Object> own =
                                Template.object(Template.map(node).getOrDefault("Properties", Map.of()));
                        own.forEach((name, value) -> Optional.ofNullable(known.get(type + "." + name))
                                .ifPresent(nested -> at(name, () -> refuseOthers(value, nested))));
                        return Template.refuseOthers(own.keySet(), properties);
                    });
                }));
    }

    /** Also in each choice of a condition. */
    private static Object refuseOthers(Object node, Set<String> nested) {
        Template.list(node).forEach(each -> {
            Map<String, Object> object = Template.object(each);
            if (object.get("Fn::If") instanceof List<?> choice && object.size() == 1) {
                choice.stream().skip(1).forEach(chosen -> refuseOthers(chosen, nested));
            } else if (!object.equals(Map.of("Ref", "AWS::NoValue"))) {
                Template.refuseOthers(object.keySet(), nested);
            }
        });
        return node;
    }
}
