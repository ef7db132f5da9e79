package org.allowput.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.infra.settings.schema.Setting;
import org.allowput.infra.settings.schema.SettingsSchema;
import org.allowput.infra.settings.section.Addresses;

/**
 * A parameter of a plain template.
 *
 * @param name the name of the parameter; or of the condition, if it is no parameter of its own
 * @param description what it is, for the console
 * @param defaultValue its default; empty for a value that must be given
 * @param pattern of allowed values, a regular expression, or words with bars between them
 * @param settings that apply when the condition is true; or false, if the option is structural. An empty one is absent.
 *     None of a parameter that is only a value
 * @param isStructural whether the option is on in the template that other options add to
 * @param either the options of which one suffices, for a condition that is no parameter of its own; or the one whose
 *     value is then the pattern
 * @param always settings of the template that all options add to
 * @param placeholder that stands for the parameter where a template is synthesized; empty if it is not a value
 */
public record PlainParameter(
        String name,
        String description,
        Optional<String> defaultValue,
        String pattern,
        Map<String, String> settings,
        boolean isStructural,
        List<PlainParameter> either,
        Map<String, String> always,
        String placeholder) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String FLAG = "true|false";
    private static final String WORDS = "\\w+(\\|\\w+)+";

    private PlainParameter(
            String name,
            String description,
            Optional<String> defaultValue,
            String pattern,
            Map<String, String> settings,
            boolean isStructural) {
        this(name, description, defaultValue, pattern, settings, isStructural, List.of(), Map.of(), "");
    }

    /** The same, as the value of a setting. */
    public PlainParameter of(Setting setting, String standsFor) {
        return always(Map.of(setting.path(), standsFor), standsFor);
    }

    /** The same with another pattern than the setting's. */
    public PlainParameter matching(String other) {
        String allowed = pattern.startsWith("|") ? "|" + other : other;
        return new PlainParameter(
                name, description, defaultValue, allowed, settings, isStructural, either, always, placeholder);
    }

    private PlainParameter always(Map<String, String> values, String standsFor) {
        return new PlainParameter(
                name, description, defaultValue, pattern, settings, isStructural, either, values, standsFor);
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
                condition, "", Optional.empty(), "", settings, true, List.of(one, other), Map.of(), "");
    }

    /**
     * One of several words: structural, and off with the first, which is the default.
     *
     * @param setting that has these words
     */
    public static PlainParameter choice(String name, List<String> words, Setting setting, String description) {
        return new PlainParameter(
                        name,
                        description,
                        Optional.of(words.getFirst()),
                        String.join("|", words),
                        Map.of(setting.path(), words.getFirst()),
                        true)
                .always(Map.of(setting.path(), words.getLast()), "");
    }

    /**
     * What exists with the last word of a choice only.
     *
     * @param condition its name, which is no parameter
     * @param other the word that the setting has without it
     */
    public static PlainParameter last(String condition, PlainParameter choice, String other) {
        Map<String, String> settings = new TreeMap<>(choice.settings);
        settings.replaceAll((path, word) -> other);
        String word = choice.words().getLast();
        return new PlainParameter(condition, "", Optional.empty(), word, settings, true, List.of(choice), Map.of(), "");
    }

    /** A value that must be given. */
    public static PlainParameter required(String name, String pattern, String description) {
        return new PlainParameter(name, description, Optional.empty(), pattern, Map.of(), false);
    }

    /** A value with a default. */
    public static PlainParameter value(String name, String defaultValue, String pattern, String description) {
        return new PlainParameter(name, description, Optional.of(defaultValue), pattern, Map.of(), false);
    }

    /** The value of a setting, with its default and its pattern. */
    public static PlainParameter value(String name, Setting setting, String placeholder, String description) {
        return value(name, setting.byDefault(), setting.pattern(), description).of(setting, placeholder);
    }

    /** A value of a setting that may be absent, with its pattern. */
    public static PlainParameter optional(String name, Setting setting, String placeholder, String description) {
        return optional(name, setting, Map.of(setting.path(), placeholder), false, description)
                .always(Map.of(), placeholder);
    }

    /** The same, if what other options add refers to it. */
    public static PlainParameter optionalPart(String name, Setting setting, String placeholder, String description) {
        return optionalPart(name, setting, placeholder, placeholder, description);
    }

    /** The same with a value of the setting that has the placeholder in it. */
    public static PlainParameter optionalPart(
            String name, Setting setting, String placeholder, String value, String description) {
        return optional(name, setting, Map.of(setting.path(), ""), true, description)
                .always(Map.of(setting.path(), value), placeholder);
    }

    /** The same of a value that must be given, and of which others are not made if it is {@code none}. */
    public static PlainParameter requiredPart(String name, Setting setting, String placeholder, String description) {
        return new PlainParameter(
                        name,
                        description,
                        Optional.empty(),
                        setting.pattern(),
                        Map.of(setting.path(), Addresses.NONE),
                        true)
                .of(setting, placeholder);
    }

    /** The bucket of an option, which is off without its name. */
    public static PlainParameter bucket(String name, String section, String placeholder, String description) {
        String enabled = section + ".enabled";
        Setting bucket = SettingsSchema.setting(section + ".bucketName");
        return optional(name, bucket, Map.of(enabled, "false"), true, description)
                .always(Map.of(enabled, "true", bucket.path(), placeholder), placeholder);
    }

    private static PlainParameter optional(
            String name, Setting setting, Map<String, String> settings, boolean isStructural, String description) {
        String pattern = "|" + setting.pattern();
        return new PlainParameter(name, description, Optional.of(""), pattern, settings, isStructural);
    }

    /** Whether a setting is true, false by default. */
    public static PlainParameter flag(String name, Setting setting, String description) {
        return new PlainParameter(name, description, Optional.of("false"), FLAG, Map.of(setting.path(), "true"), false);
    }

    /**
     * Whether there are resources that other options add to.
     *
     * @param settings those without them
     */
    public static PlainParameter structural(
            String name, boolean byDefault, Map<String, String> settings, String description) {
        return new PlainParameter(name, description, Optional.of(Boolean.toString(byDefault)), FLAG, settings, true);
    }

    /** The same by one setting, which is true with them. */
    public static PlainParameter structural(String name, boolean byDefault, Setting setting, String description) {
        return structural(name, byDefault, Map.of(setting.path(), "false"), description)
                .always(Map.of(setting.path(), "true"), "");
    }

    public boolean isOption() {
        return !settings.isEmpty();
    }

    /** The name of the condition that an option decides. */
    public String condition() {
        return isEither() ? name : isFlag() ? name + "IsTrue" : "Has" + name;
    }

    /** Whether it is a condition that other parameters decide. */
    private boolean isEither() {
        return !either.isEmpty();
    }

    /** Whether it is what exists with the last word of that choice only. */
    public boolean isLastOf(PlainParameter choice) {
        return !pattern.isEmpty() && either.contains(choice);
    }

    /** The conditions of which one suffices. */
    public List<String> combined() {
        return pattern.isEmpty()
                ? either.stream().map(PlainParameter::condition).toList()
                : List.of();
    }

    private List<String> words() {
        return pattern.matches(WORDS) ? List.of(pattern.split("\\|", -1)) : List.of();
    }

    public boolean isFlag() {
        return pattern.equals(FLAG);
    }

    public ObjectNode declaration() {
        ObjectNode declaration = NODES.objectNode().put("Type", "String").put("Description", description);
        defaultValue.ifPresent(value -> declaration.put("Default", value));
        if (!words().isEmpty()) {
            ArrayNode values = declaration.putArray("AllowedValues");
            words().forEach(values::add);
        } else {
            declaration.put("AllowedPattern", pattern);
        }
        return declaration;
    }

    /** When the settings apply. */
    public JsonNode conditionExpression() {
        if (isEither() && !pattern.isEmpty()) {
            return isOneOf(either.getFirst().name, List.of(pattern));
        }
        if (isEither()) {
            ArrayNode options = NODES.arrayNode();
            either.forEach(option -> options.add(option.conditionExpression()));
            return Intrinsic.call("Fn::Or", options);
        }
        if (isFlag()) {
            return isOneOf(name, List.of("true"));
        }
        if (!words().isEmpty()) {
            return isOneOf(name, words().subList(1, words().size()));
        }
        JsonNode reference = Intrinsic.call("Ref", NODES.textNode(name));
        return Intrinsic.not(Intrinsic.equal(reference, defaultValue.orElse(Addresses.NONE)));
    }

    private static JsonNode isOneOf(String parameter, List<String> words) {
        ArrayNode equal = NODES.arrayNode();
        words.forEach(word -> equal.add(Intrinsic.equal(Intrinsic.call("Ref", NODES.textNode(parameter)), word)));
        return words.size() == 1 ? equal.get(0) : Intrinsic.call("Fn::Or", equal);
    }
}
