package org.allowput.infra.plain;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes parts of a template, which has all of them, exist by conditions of that template only. */
final class ConditionalParts {
    private final ObjectNode template;

    ConditionalParts(ObjectNode template) {
        this.template = template;
    }

    /** Those that {@code plain-templates.yaml} declares, one after the other. */
    void makeConditional(JsonNode parts) {
        for (JsonNode part : parts) {
            String condition = part.path("If").asText();
            JsonNode otherwise = part.has("Else") ? part.get("Else") : Intrinsic.noValue();
            texts(part, "Resources").forEach(begin -> entries("Resources", condition, begin));
            texts(part, "Outputs").forEach(begin -> entries("Outputs", condition, begin));
            texts(part, "Statements")
                    .forEach(name -> statements(condition, name, part.path("In").asText()));
            if (part.has("Alarms")) {
                alarms(condition, texts(part, "Alarms"));
            }
            text(part, "Value").ifPresent(pointer -> value(template, condition, pointer, otherwise));
            text(part, "InEach").ifPresent(pointer -> inEach(part.get("Type"), condition, pointer, otherwise));
            text(part, "Text").ifPresent(pointer -> text(condition, pointer, part));
            text(part, "Parameters").ifPresent(pointer -> set(template, pointer, parameters()));
            text(part, "Set").ifPresent(pointer -> set(template, pointer, part.get("To")));
        }
    }

    private static List<String> texts(JsonNode part, String name) {
        return part.path(name).valueStream().map(JsonNode::asText).toList();
    }

    private static Optional<String> text(JsonNode part, String name) {
        return Optional.of(part.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private void entries(String section, String condition, String begin) {
        List<String> found = template.get(section)
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(id -> id.startsWith(begin))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalStateException("nothing in " + section + " begins with " + begin);
        }
        found.forEach(id -> ((ObjectNode) template.get(section).get(id)).put("Condition", condition));
    }

    /** @param pointer of a part of the statements; or empty */
    private void statements(String condition, String name, String pointer) {
        boolean exists = false;
        for (JsonNode statements : template.get("Resources").findValues("Statement")) {
            for (int at = 0; at < statements.size(); at++) {
                if (statements.get(at).path("Sid").asText().equals(name)) {
                    value(statements, condition, "/" + at + pointer, Intrinsic.noValue());
                    exists = true;
                }
            }
        }
        if (!exists) {
            throw new IllegalStateException("no statement is called " + name);
        }
    }

    private void alarms(String condition, List<String> ids) {
        ids.forEach(id -> entries("Resources", condition, id));
        String shown = ids.stream().map(id -> ",\"${" + id + ".Arn}\"").collect(Collectors.joining());
        text(condition, "/Resources/Dashboard/Properties/DashboardBody", shown);
    }

    private void inEach(JsonNode type, String condition, String pointer, JsonNode otherwise) {
        template.get("Resources").forEach(resource -> {
            if (resource.get("Type").equals(type) && !resource.at(pointer).isMissingNode()) {
                value(resource, condition, pointer, otherwise);
            }
        });
    }

    private void text(String condition, String pointer, JsonNode part) {
        String whole =
                Substitution.of(existing(template, pointer)).orElseThrow().text();
        text(
                condition,
                pointer,
                text(part, "Part")
                        .orElseGet(() -> Pattern.compile(part.get("Matching").asText())
                                .matcher(whole)
                                .results()
                                .findFirst()
                                .orElseThrow()
                                .group()));
    }

    /** A part of a text, which is empty without the condition. */
    private void text(String condition, String pointer, String part) {
        Substitution whole = Substitution.of(existing(template, pointer)).orElseThrow();
        String variable = condition + (whole.variables().containsKey(condition) ? "Too" : "");
        JsonNode value = new Substitution(part, whole.variables()).node();
        JsonNode choice = Intrinsic.either(condition, value, Substitution.of("").node());
        set(template, pointer, whole.replace(part, variable, choice).node());
    }

    /** All but secrets, as JSON. */
    private JsonNode parameters() {
        return Substitution.of(template.get("Parameters")
                        .propertyStream()
                        .filter(parameter ->
                                !parameter.getValue().path("NoEcho").asBoolean())
                        .map(parameter -> "\"%1$s\":\"${%1$s}\"".formatted(parameter.getKey()))
                        .collect(Collectors.joining(",", "{", "}")))
                .node();
    }

    private static void value(JsonNode root, String condition, String pointer, JsonNode otherwise) {
        set(root, pointer, Intrinsic.either(condition, existing(root, pointer), otherwise));
    }

    private static JsonNode existing(JsonNode root, String pointer) {
        JsonNode node = root.at(pointer);
        if (node.isMissingNode()) {
            throw new IllegalStateException("there is no " + pointer);
        }
        return node;
    }

    /** Sets a property that there is not, or is otherwise. */
    private static void set(JsonNode root, String pointer, JsonNode value) {
        JsonPointer path = JsonPointer.compile(pointer);
        JsonNode parent = existing(root, path.head().toString());
        if (parent instanceof ArrayNode list) {
            list.set(path.last().getMatchingIndex(), value);
        } else {
            ((ObjectNode) parent).set(path.last().getMatchingProperty(), value);
        }
    }
}
