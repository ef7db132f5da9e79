package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.TemplateException.at;
import static org.allowput.ops.proof.template.TemplateException.require;
import static org.allowput.ops.proof.template.TemplateException.unexpected;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The values of a template's parameters: those that were given, and the defaults. A secret one without a value has one
 * that nothing else has.
 *
 * @param values by the names of the parameters
 * @param secrets the values of those with {@code NoEcho}
 */
record Parameters(Map<String, String> values, Set<String> secrets) {
    private static final Set<String> ATTRIBUTES = Set.of(
            "AllowedPattern", "AllowedValues", "ConstraintDescription", "Default", "Description", "NoEcho", "Type");

    /** The one of the CDK, and the rule that compares it, decide nothing. */
    private static final String BOOTSTRAP = "BootstrapVersion";

    Parameters {
        values = Map.copyOf(values);
        secrets = Set.copyOf(secrets);
    }

    /**
     * Reads them.
     *
     * @throws TemplateException if a value is missing, or the template refuses it
     */
    static Parameters of(Map<String, Object> declared, Map<String, String> given) {
        return at("Parameters", () -> {
            Template.refuseOthers(given.keySet(), declared.keySet());
            Map<String, String> values = new TreeMap<>();
            declared.keySet().stream()
                    .filter(name -> !name.equals(BOOTSTRAP))
                    .forEach(name -> values.put(name, at(name, () -> value(name, declared, given))));
            return new Parameters(
                    values,
                    values.keySet().stream()
                            .filter(name -> isSecret(Template.map(declared.get(name))))
                            .map(values::get)
                            .filter(value -> !value.isEmpty())
                            .collect(Collectors.toSet()));
        });
    }

    private static boolean isSecret(Map<String, Object> parameter) {
        return "true".equals(parameter.get("NoEcho"));
    }

    private static String value(String name, Map<String, Object> declared, Map<String, String> given) {
        Map<String, Object> parameter = Template.object(declared.get(name));
        Template.refuseOthers(parameter.keySet(), ATTRIBUTES);
        require("String".equals(parameter.get("Type")), "the type " + parameter.get("Type"), "String");
        boolean secret = isSecret(parameter);
        Object byDefault = parameter.get("Default");
        require(byDefault == null || byDefault instanceof String, "the default " + byDefault, "text");
        require(
                !secret || byDefault == null || byDefault.equals(""),
                "a secret value in the template",
                "no Default, or an empty one");
        String value = Optional.ofNullable(given.get(name))
                .or(() -> secret && (byDefault == null || isRequired(name, declared, given))
                        ? Optional.of("the-secret-value-of-" + name)
                        : Optional.ofNullable(byDefault).map(String::valueOf))
                .orElseThrow(() -> unexpected("no value", "--parameter " + name + "=VALUE"));
        check(parameter, value, secret ? "a value" : "the value " + value);
        return value;
    }

    /** A rule of the templates demands an ExternalId, or in its place the version of a secret. */
    private static boolean isRequired(String name, Map<String, Object> declared, Map<String, String> given) {
        String reference = name.replaceFirst("^ExternalId", "ExternalIdReference");
        return !reference.equals(name)
                && declared.containsKey(reference)
                && given.getOrDefault(reference, "").isEmpty();
    }

    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
    private static void check(Map<String, Object> parameter, String value, String seen) {
        List<Object> allowed = Template.list(parameter.get("AllowedValues"));
        require(allowed.isEmpty() || allowed.contains(value), seen, "one of " + allowed);
        require(
                !(parameter.get("AllowedPattern") instanceof String pattern) || value.matches(pattern),
                seen,
                "one that matches " + parameter.get("AllowedPattern"));
    }
}
