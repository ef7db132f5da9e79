package org.allowput.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A parameter of a plain template.
 *
 * @param name the name of the parameter
 * @param description what it is, for the console
 * @param defaultValue its default; empty for a value that must be given
 * @param pattern of allowed values, a regular expression
 * @param allowedValues if not empty, the only values, in place of a pattern
 * @param condition the name of the condition that the parameter decides; empty for a parameter that is only a value
 * @param settings that apply when the condition is true; or false, if the option is structural. An empty one is absent
 * @param isStructural whether the option is on in the template that other options add to
 * @param either the options of which one suffices, for a condition that is no parameter of its own
 */
public record PlainParameter(
        String name,
        String description,
        Optional<String> defaultValue,
        String pattern,
        List<String> allowedValues,
        String condition,
        Map<String, String> settings,
        boolean isStructural,
        List<PlainParameter> either) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PlainParameter(
            String name,
            String description,
            Optional<String> defaultValue,
            String pattern,
            List<String> allowedValues,
            String condition,
            Map<String, String> settings,
            boolean isStructural) {
        this(name, description, defaultValue, pattern, allowedValues, condition, settings, isStructural, List.of());
    }

    /**
     * What exists if one of two structural options is on.
     *
     * @param condition its name, which is no parameter
     */
    public static PlainParameter either(String condition, PlainParameter one, PlainParameter other) {
        Map<String, String> settings = new TreeMap<>(one.settings);
        settings.putAll(other.settings);
        return new PlainParameter(
                condition, "", Optional.empty(), "", List.of(), condition, settings, true, List.of(one, other));
    }

    /** A value that must be given. */
    public static PlainParameter required(String name, String pattern, String description) {
        return new PlainParameter(name, description, Optional.empty(), pattern, List.of(), "", Map.of(), false);
    }

    /** A value with a default. */
    public static PlainParameter value(String name, String defaultValue, String pattern, String description) {
        return new PlainParameter(
                name, description, Optional.of(defaultValue), pattern, List.of(), "", Map.of(), false);
    }

    /** A value that may be absent. */
    public static PlainParameter optional(
            String name, String pattern, String setting, String placeholder, String description) {
        return new PlainParameter(
                name,
                description,
                Optional.of(""),
                "|" + pattern,
                List.of(),
                "Has" + name,
                Map.of(setting, placeholder),
                false);
    }

    /** A value that may be absent, and that what other options add refers to. The settings are those without it. */
    public static PlainParameter optionalPart(
            String name, String pattern, Map<String, String> settings, String description) {
        return new PlainParameter(
                name, description, Optional.of(""), "|" + pattern, List.of(), "Has" + name, settings, true);
    }

    /** Whether the settings apply, false by default. */
    public static PlainParameter flag(String name, Map<String, String> settings, String description) {
        return new PlainParameter(
                name,
                description,
                Optional.of("false"),
                "",
                List.of("true", "false"),
                name + "IsTrue",
                settings,
                false);
    }

    /** Whether there are resources that other options add to. The settings are those without them. */
    public static PlainParameter structural(
            String name, boolean byDefault, Map<String, String> settings, String description) {
        return new PlainParameter(
                name,
                description,
                Optional.of(Boolean.toString(byDefault)),
                "",
                List.of("true", "false"),
                name + "IsTrue",
                settings,
                true);
    }

    /** One of several values. */
    public static PlainParameter oneOf(String name, List<String> values, String description) {
        return new PlainParameter(name, description, Optional.of(values.getFirst()), "", values, "", Map.of(), false);
    }

    public boolean isOption() {
        return !condition.isEmpty();
    }

    /** Whether it is a condition that other parameters decide. */
    public boolean isEither() {
        return !either.isEmpty();
    }

    public boolean isFlag() {
        return allowedValues.contains("true");
    }

    public ObjectNode declaration() {
        ObjectNode declaration = NODES.objectNode().put("Type", "String").put("Description", description);
        defaultValue.ifPresent(value -> declaration.put("Default", value));
        if (allowedValues.isEmpty()) {
            declaration.put("AllowedPattern", pattern);
        } else {
            ArrayNode values = declaration.putArray("AllowedValues");
            allowedValues.forEach(values::add);
        }
        return declaration;
    }

    /** When the settings apply. */
    public JsonNode conditionExpression() {
        if (isEither()) {
            ArrayNode options = NODES.arrayNode();
            either.forEach(option -> options.add(option.conditionExpression()));
            return Intrinsic.call("Fn::Or", options);
        }
        JsonNode reference = Intrinsic.call("Ref", NODES.textNode(name));
        return isFlag()
                ? Intrinsic.call("Fn::Equals", NODES.arrayNode().add(reference).add("true"))
                : Intrinsic.call(
                        "Fn::Not",
                        NODES.arrayNode()
                                .add(Intrinsic.call(
                                        "Fn::Equals",
                                        NODES.arrayNode().add(reference).add(""))));
    }
}
