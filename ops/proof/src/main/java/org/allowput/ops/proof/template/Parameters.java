package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.TemplateException.at;
import static org.allowput.ops.proof.template.TemplateException.require;
import static org.allowput.ops.proof.template.TemplateException.requireOneOf;
import static org.allowput.ops.proof.template.TemplateException.unexpected;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parameters of a template. A secret one without a value has one that nothing else has.
 *
 * @param declared as they stand in the template
 * @param given values of some of them; the others have their defaults
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">
 *     Parameters</a>
 */
record Parameters(Map<String, Object> declared, Map<String, String> given) {
    /** By the names of the parameters. @throws TemplateException if a value is missing, or the template refuses it */
    Map<String, String> values() {
        return at("Parameters", () -> {
            given.keySet().forEach(name -> at(name, () -> requireOneOf(declared.keySet(), name)));
            Map<String, String> values = new TreeMap<>();
            declared.keySet().stream()
                    // The one of the CDK, and the rule that compares it, decide nothing.
                    .filter(name -> !name.equals("BootstrapVersion"))
                    .forEach(name -> values.put(name, at(name, () -> value(name))));
            return values;
        });
    }

    boolean isSecret(String name) {
        return "true".equals(Template.map(declared.get(name)).get("NoEcho"));
    }

    private String value(String name) {
        Map<String, Object> parameter = Template.object(declared.get(name));
        require("String".equals(parameter.get("Type")), "the type " + parameter.get("Type"), "String");
        Object byDefault = parameter.get("Default");
        require(
                byDefault == null || (byDefault instanceof String text && (text.isEmpty() || !isSecret(name))),
                "the default",
                "text, and none of a secret");
        String value = Optional.ofNullable(given.get(name))
                .or(() -> isSecret(name) && (byDefault == null || isRequired(name))
                        ? Optional.of("the-secret-value-of-" + name)
                        : Optional.ofNullable(byDefault).map(String::valueOf))
                .orElseThrow(() -> unexpected("no value", "--parameter " + name + "=VALUE"));
        String seen = isSecret(name) ? "a value" : "the value " + value;
        List<Object> allowed = Template.list(parameter.get("AllowedValues"));
        require(allowed.isEmpty() || allowed.contains(value), seen, "one of " + allowed);
        require(
                !(parameter.get("AllowedPattern") instanceof String pattern) || value.matches(pattern),
                seen,
                "one that matches " + parameter.get("AllowedPattern"));
        return value;
    }

    /** A rule of the templates demands an ExternalId, or in its place the version of a secret. */
    private boolean isRequired(String name) {
        String reference = name.replaceFirst("^ExternalId", "ExternalIdReference");
        return !reference.equals(name)
                && declared.containsKey(reference)
                && given.getOrDefault(reference, "").isEmpty();
    }
}
