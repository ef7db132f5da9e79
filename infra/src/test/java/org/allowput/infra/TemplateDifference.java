package org.allowput.infra;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * What CloudFormation does to the resources of a stack that is deployed with one template and then with another.
 *
 * @param replaced those of which it creates another one before it deletes the previous one
 * @param addedOrRemoved those that only one of the templates has
 * @param updated those that it updates in place, with or without an interruption
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html">
 *     Update behaviors of stack resources</a>
 */
record TemplateDifference(
        Map<String, JsonNode> replaced, Map<String, JsonNode> addedOrRemoved, Map<String, JsonNode> updated) {

    static TemplateDifference between(JsonNode before, JsonNode after, ResourceSchemas schemas) {
        JsonNode previous = before.get("Resources");
        JsonNode next = after.get("Resources");
        Map<String, JsonNode> addedOrRemoved = new TreeMap<>();
        Set<String> common = new TreeSet<>();
        previous.propertyNames().forEach(id -> {
            if (next.has(id)) {
                common.add(id);
            } else {
                addedOrRemoved.put(id, previous.get(id));
            }
        });
        next.forEachEntry((id, resource) -> {
            if (!previous.has(id)) {
                addedOrRemoved.put(id, resource);
            }
        });
        Set<String> replaced = replaced(common, previous, next, schemas);
        TemplateDifference difference = new TemplateDifference(new TreeMap<>(), addedOrRemoved, new TreeMap<>());
        common.forEach(id -> {
            if (replaced.contains(id)) {
                difference.replaced.put(id, previous.get(id));
            } else if (!previous.get(id).equals(next.get(id)) || refers(next.get(id), replaced)) {
                difference.updated.put(id, previous.get(id));
            }
        });
        return difference;
    }

    /** Those whose property of that kind differs, or refers to a resource that is replaced itself. */
    private static Set<String> replaced(Set<String> common, JsonNode previous, JsonNode next, ResourceSchemas schemas) {
        Set<String> replaced = new HashSet<>();
        boolean grows = true;
        while (grows) {
            grows = false;
            for (String id : common) {
                JsonNode resource = next.get(id);
                boolean sameType = previous.get(id).get("Type").equals(resource.get("Type"));
                boolean isReplaced = !sameType
                        || schemas.replacing(resource.get("Type").asString()).stream()
                                .anyMatch(property -> {
                                    JsonNode value = at(resource, property);
                                    return !at(previous.get(id), property).equals(value) || refers(value, replaced);
                                });
                grows |= isReplaced && replaced.add(id);
            }
        }
        return replaced;
    }

    private static JsonNode at(JsonNode resource, JsonPointer property) {
        return resource.path("Properties").at(property);
    }

    /** Whether a function of CloudFormation in it names one of these resources. */
    private static boolean refers(JsonNode value, Set<String> ids) {
        return ids.contains(value.path("Ref").asString(""))
                || ids.contains(value.path("Fn::GetAtt").path(0).asString(""))
                || value.valueStream().anyMatch(inner -> refers(inner, ids));
    }

    /**
     * Whether two resources would have the same name for a moment, so that CloudFormation could not create the next
     * one: each property by which AWS identifies it stands in the template, and is the same before and after.
     */
    static boolean collide(JsonNode previous, JsonNode next, ResourceSchemas schemas) {
        String type = next.get("Type").asString();
        return previous.get("Type").equals(next.get("Type"))
                && schemas.identifying(type).stream()
                        .allMatch(property -> !at(next, property).isMissingNode()
                                && at(next, property).equals(at(previous, property)));
    }
}
