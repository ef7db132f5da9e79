package org.allowput.infra.template;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value that a template has in place of another one.
 *
 * @param condition of the template
 * @param when whether the value applies if the condition is true, or if it is false
 * @param parameter whose value makes the condition true if it is not empty; empty for a condition of another kind
 * @param value the value
 */
public record Variant(String condition, boolean when, String parameter, JsonNode value) {
    Variant with(JsonNode other) {
        return new Variant(condition, when, parameter, other);
    }

    JsonNode orElse(JsonNode reference) {
        return choose(value, reference);
    }

    JsonNode choose(JsonNode applied, JsonNode reference) {
        return when ? Intrinsic.either(condition, applied, reference) : Intrinsic.either(condition, reference, applied);
    }
}
