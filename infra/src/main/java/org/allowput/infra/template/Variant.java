package org.allowput.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A value that a template has in place of another one.
 *
 * @param condition of the template
 * @param when whether the value applies if the condition is true, or if it is false
 * @param parameter whose value makes the condition true if it is not empty; empty for a condition of another kind
 * @param value the value
 * @param options the conditions of other variants, which all apply where this one does
 */
public record Variant(String condition, boolean when, String parameter, JsonNode value, List<String> options) {
    /** Whether what this variant changes to is what one of those changes to that then apply, too. */
    boolean isCoveredBy(List<Variant> others) {
        return others.stream().anyMatch(other -> options.contains(other.condition) && other.value.equals(value));
    }

    /** The same with another value. */
    public Variant with(JsonNode other) {
        return new Variant(condition, when, parameter, other, options);
    }

    JsonNode choose(JsonNode applied, JsonNode reference) {
        return when ? Intrinsic.either(condition, applied, reference) : Intrinsic.either(condition, reference, applied);
    }
}
