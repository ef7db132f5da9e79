package org.allowput.ops.proof.template;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/**
 * The values of a template's parameters: those that were given, and the defaults. A secret one without a value has one
 * that nothing else has.
 *
 * @param values by the names of the parameters
 * @param secrets the values of those with {@code NoEcho}
 */
public record Parameters(Map<String, String> values, Set<String> secrets) {
    private static final Set<String> ATTRIBUTES = Set.of(
            "AllowedPattern",
            "AllowedValues",
            "ConstraintDescription",
            "Default",
            "Description",
            "MaxLength",
            "MinLength",
            "NoEcho",
            "Type");

    /** The one of the CDK, and the rule that compares it, decide nothing. */
    private static final String BOOTSTRAP = "BootstrapVersion";

    public Parameters {
        values = Map.copyOf(values);
        secrets = Set.copyOf(secrets);
    }

    /**
     * Reads them.
     *
     * @throws TemplateException if a value is missing, or the template refuses it
     */
    static Parameters of(Map<String, Object> declared, Map<String, String> given) {
        given.keySet().stream()
                .filter(name -> !declared.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new TemplateException("Parameters", "a value for " + name, "one of " + declared.keySet());
                });
        Map<String, String> values = new TreeMap<>();
        Set<String> secrets = new TreeSet<>();
        declared.forEach((name, declaration) -> {
            String path = "Parameters." + name;
            Map<String, Object> parameter = Template.object(declaration, path);
            if (name.equals(BOOTSTRAP)) {
                return;
            }
            Template.refuseOthers(path, parameter, ATTRIBUTES);
            if (!"String".equals(parameter.get("Type"))) {
                throw new TemplateException(path, "the type " + parameter.get("Type"), "String");
            }
            boolean secret = "true".equals(parameter.getOrDefault("NoEcho", "false"));
            Object byDefault = parameter.get("Default");
            String value = given.get(name);
            if (value == null && secret && (byDefault == null || isRequired(name, declared, given))) {
                value = "the-secret-value-of-" + name;
            } else if (value == null && byDefault instanceof String text) {
                value = text;
                if (secret && !text.isEmpty()) {
                    throw new TemplateException(path, "a secret value in the template", "no Default, or an empty one");
                }
            } else if (value == null) {
                throw new TemplateException(path, "no value", "--parameter " + name + "=VALUE");
            }
            check(path, parameter, value, secret ? "a value" : "the value " + value);
            values.put(name, value);
            if (secret && !value.isEmpty()) {
                secrets.add(value);
            }
        });
        return new Parameters(values, secrets);
    }

    /** A rule of the templates demands an ExternalId, or in its place the version of a secret. */
    private static boolean isRequired(String name, Map<String, Object> declared, Map<String, String> given) {
        String reference = name.replaceFirst("^ExternalId", "ExternalIdReference");
        return !reference.equals(name)
                && declared.containsKey(reference)
                && given.getOrDefault(reference, "").isEmpty();
    }

    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
    private static void check(String path, Map<String, Object> parameter, String value, String seen) {
        List<Object> allowed = Template.list(parameter.get("AllowedValues"));
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            throw new TemplateException(path, seen, "one of " + allowed);
        }
        try {
            if (parameter.get("AllowedPattern") instanceof String pattern && !value.matches(pattern)) {
                throw new TemplateException(path, seen, "one that matches " + pattern);
            }
        } catch (PatternSyntaxException e) {
            throw new TemplateException(path + ".AllowedPattern", e.getDescription(), "a regular expression");
        }
        if (value.length() < length(path, parameter, "MinLength", 0)
                || value.length() > length(path, parameter, "MaxLength", Integer.MAX_VALUE)) {
            throw new TemplateException(path, seen, "one of the length that the template allows");
        }
    }

    private static int length(String path, Map<String, Object> parameter, String name, int otherwise) {
        try {
            return parameter.get(name) instanceof String length ? Integer.parseInt(length) : otherwise;
        } catch (NumberFormatException e) {
            throw new TemplateException(path + "." + name, String.valueOf(parameter.get(name)), "a number");
        }
    }
}
