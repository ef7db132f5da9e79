package org.allowput.ops.proof.template;

import static org.allowput.policy.template.TemplateException.at;
import static org.allowput.policy.template.TemplateException.require;
import static org.allowput.policy.template.TemplateException.requireOneOf;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allowput.contract.resource.ResourceFile;
import org.allowput.policy.template.Template;

/**
 * The sections and types of resources that a template may have, with the properties that are read or let nobody do
 * anything. All others are refused, and transforms: {@code known-names.txt} lists both.
 */
record KnownNames(Map<String, Set<String>> known) {
    /** @param account A or B, whose template it is */
    static KnownNames of(String account) {
        Map<String, Set<String>> known = new TreeMap<>();
        for (String line : ResourceFile.lines(KnownNames.class, "known-names.txt")) {
            String[] parts = line.split(" ", 3);
            if (parts[1].contains(account)) {
                String names = parts[2].replaceAll(" ?\\|.*|\\w+:(?!" + account + ")[AB] ?|:" + account, "");
                known.put(parts[0], Set.of(names.split(" ", -1)));
            }
        }
        return new KnownNames(known);
    }

    /** Refuses what is not known. @throws TemplateException if a template has it */
    void check(Template template) {
        Set<String> types = known.keySet().stream()
                .filter(name -> name.matches("AWS::\\w+::\\w+"))
                .collect(Collectors.toSet());
        at("the template", () -> refuseOthers("Template", template.root()));
        template.section("Parameters")
                .forEach((name, node) -> at("Parameters." + name, () -> refuseOthers("Parameter", node)));
        template.section("Resources")
                .forEach((id, node) -> at("Resources." + id, () -> {
                    require(id.matches("[A-Za-z0-9]+"), "the name " + id, "letters and digits");
                    Map<String, Object> resource = refuseOthers("Resource", node);
                    String type = String.valueOf(resource.get("Type"));
                    at("Type", () -> requireOneOf(types, type));
                    return at("Properties", () -> refuseOthers(type, resource.getOrDefault("Properties", Map.of())));
                }));
    }

    private Map<String, Object> refuseOthers(String type, Object node) {
        Map<String, Object> object = Template.object(node);
        object.forEach((name, value) -> at(name, () -> {
            requireOneOf(known.getOrDefault(type, Set.of()), name);
            return known.containsKey(type + "." + name) ? refuseOthersWithin(type + "." + name, value) : value;
        }));
        return object;
    }

    /** Also in each element of a list, and in each choice of a condition. */
    private Object refuseOthersWithin(String type, Object node) {
        Template.list(node).forEach(each -> {
            if (Template.map(each).get("Fn::If") instanceof List<?> choice
                    && Template.map(each).size() == 1) {
                choice.stream().skip(1).forEach(chosen -> refuseOthersWithin(type, chosen));
            } else if (!each.equals(Map.of("Ref", "AWS::NoValue"))) {
                refuseOthers(type, each);
            }
        });
        return node;
    }
}
