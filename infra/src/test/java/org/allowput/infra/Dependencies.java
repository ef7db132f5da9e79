package org.allowput.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Which resources of a template CloudFormation creates or changes before others: those that a property refers to, under
 * any condition, and those that {@code DependsOn} names.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html">DependsOn</a>
 */
record Dependencies(Map<String, Set<String>> direct) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9]+)[^}]*}");

    static Dependencies of(JsonNode template) {
        Map<String, Set<String>> direct = new LinkedHashMap<>();
        JsonNode resources = template.get("Resources");
        resources.properties().forEach(resource -> {
            Set<String> names = new LinkedHashSet<>();
            collect(resource.getValue().path("Properties"), names);
            resource.getValue().path("DependsOn").forEach(named -> names.add(named.asText()));
            names.removeIf(name -> !resources.has(name));
            direct.put(resource.getKey(), names);
        });
        return new Dependencies(direct);
    }

    /** All that are changed before a resource. @throws AssertionError if there is a circle */
    Set<String> before(String id) {
        Set<String> found = new HashSet<>();
        collect(id, new LinkedHashSet<>(), found);
        return found;
    }

    private void collect(String id, Set<String> path, Set<String> found) {
        if (!path.add(id)) {
            throw new AssertionError("circular dependency: " + path + " " + id);
        }
        for (String dependency : Objects.requireNonNull(direct.get(id), id)) {
            // Walked again on each path: a circle may be beyond what was found.
            if (found.add(dependency) || path.contains(dependency)) {
                collect(dependency, path, found);
            }
        }
        path.remove(id);
    }

    private static void collect(JsonNode node, Set<String> names) {
        if (node.isTextual()) {
            REFERENCE
                    .matcher(node.asText())
                    .results()
                    .map(MatchResult::group)
                    .forEach(reference -> names.add(reference.replaceAll("[${}]|[.].*", "")));
        }
        if (node.has("Ref")) {
            names.add(node.get("Ref").asText());
        }
        if (node.has("Fn::GetAtt")) {
            names.add(node.get("Fn::GetAtt").get(0).asText());
        }
        node.forEach(inner -> collect(inner, names));
    }
}
