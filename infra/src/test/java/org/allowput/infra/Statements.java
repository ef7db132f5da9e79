package org.allowput.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every statement of every policy in a template, one line for each action and resource. */
final class Statements {
    private Statements() {}

    static List<String> of(JsonNode template) {
        Set<String> lines = new TreeSet<>();
        template.get("Resources")
                .properties()
                .forEach(resource -> collect(
                        resource.getKey().replaceFirst("[0-9A-F]{8}$", ""),
                        Resolved.in("aws", resource.getValue()),
                        lines));
        return List.copyOf(lines);
    }

    private static void collect(String owner, JsonNode json, Set<String> lines) {
        if (json.has("Statement")) {
            json.get("Statement").forEach(statement -> lines.addAll(lines(owner, statement)));
        }
        json.forEach(inner -> collect(owner, inner, lines));
    }

    private static List<String> lines(String owner, JsonNode statement) {
        List<String> lines = new ArrayList<>();
        String who = statement.has("Principal") ? " by " + values(statement.get("Principal")) : "";
        String when = statement.has("Condition") ? " if " + statement.get("Condition") : "";
        for (String action : values(statement.get("Action"))) {
            for (String resource : statement.has("Resource") ? values(statement.get("Resource")) : List.of("itself")) {
                lines.add("%s: %s %s on %s%s%s"
                        .formatted(owner, statement.get("Effect").asText(), action, resource, who, when)
                        .replaceAll("[0-9A-F]{8}(?=[.}])", ""));
            }
        }
        return lines;
    }

    static List<String> values(JsonNode json) {
        List<String> values = new ArrayList<>();
        if (json.isTextual()) {
            values.add(json.asText());
        }
        json.forEach(inner -> values.addAll(values(inner)));
        return values;
    }
}
