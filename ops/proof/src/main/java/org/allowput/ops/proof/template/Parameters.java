package org.allowput.ops.proof.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The parameters and pseudo parameters of a template, and the values that are known.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">Parameters</a>
 */
public final class Parameters {
    /** What the pseudo parameters look like, as an AllowedPattern. */
    private static final Map<String, String> PSEUDO = Map.of(
            "AWS::AccountId", "\\d{12}",
            "AWS::Partition", "aws[a-z-]*",
            "AWS::Region", "[a-z0-9-]+",
            "AWS::StackId", "arn:[A-Za-z0-9:/-]+",
            "AWS::StackName", "[A-Za-z0-9-]+",
            "AWS::URLSuffix", "[a-z.]+");

    private final Map<String, Object> declarations;
    private final Map<String, String> parts;
    private final Map<String, String> values = new TreeMap<>();

    /**
     * The parameters of a template.
     *
     * @throws IllegalArgumentException if a value is of no parameter, or one that the template does not accept
     */
    Parameters(Template template, Map<String, String> given) {
        this.declarations = template.section("Parameters");
        SplitParameters split = new SplitParameters(template);
        this.parts = split.patterns(declarations);
        given.forEach((name, value) -> {
            if (!names().contains(name)) {
                throw new IllegalArgumentException(
                        "--parameter " + name + ": the template has no such parameter; it has " + names());
            }
            if (!accepts(name, value)) {
                throw new IllegalArgumentException("--parameter " + name
                        + ": the template does not accept the value; expected one that its declaration allows");
            }
        });
        values.put("AWS::Partition", "aws");
        values.put("AWS::URLSuffix", "amazonaws.com");
        given.forEach((name, value) -> {
            values.put(name, value);
            values.putAll(split.values(name, value));
        });
    }

    /** All names, of the template and of AWS. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(declarations.keySet());
        names.addAll(PSEUDO.keySet());
        return names;
    }

    /** The names of parts of parameters that the template uses. */
    public Set<String> parts() {
        return parts.keySet();
    }

    /** The known values. */
    public Map<String, String> values() {
        return Map.copyOf(values);
    }

    /** The value to write for the parameter; empty if it is not known, or must not be shown. */
    Optional<String> shown(String name) {
        return isSecret(name) ? Optional.empty() : Optional.ofNullable(values.get(name));
    }

    /** Whether nobody may see the value. */
    private boolean isSecret(String name) {
        return String.valueOf(declaration(name).get("NoEcho")).equalsIgnoreCase("true");
    }

    /** Whether the value may be shown, and is not always the same. */
    public boolean isShown(String name) {
        return !isSecret(name) && !values.containsKey(name);
    }

    /** A text in which the known value of a parameter that nobody may see is its name. */
    public String withoutSecrets(String text) {
        String shown = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (isSecret(value.getKey()) && !value.getValue().isEmpty()) {
                shown = shown.replace(value.getValue(), "{" + value.getKey() + "}");
            }
        }
        return shown;
    }

    /** Whether each deployment has to state a value. */
    public boolean isRequired(String name) {
        return declarations.containsKey(name) && !declaration(name).containsKey("Default");
    }

    /** A list, whose elements a policy would have one by one. */
    boolean isList(String name) {
        return type(name).equals("CommaDelimitedList") || type(name).startsWith("List<");
    }

    /**
     * What the value matches, if that is known. The pattern of a parameter of Systems Manager is for the name of the
     * parameter there, and says nothing about the value.
     */
    public Optional<String> pattern(String name) {
        Object pattern = declaration(name).getOrDefault("AllowedPattern", PSEUDO.get(name));
        return isText(name) ? Optional.ofNullable(pattern).map(String::valueOf) : Optional.empty();
    }

    /** The only values, if they are known. */
    public Optional<List<String>> allowedValues(String name) {
        return Optional.ofNullable(isText(name) ? declaration(name).get("AllowedValues") : null)
                .map(all -> Template.list(all).stream().map(String::valueOf).toList());
    }

    /** Whether the value is known not to be empty. */
    public boolean isNeverEmpty(String name) {
        return isText(name)
                && !String.valueOf(declaration(name).getOrDefault("MinLength", "0"))
                        .matches("0*");
    }

    /**
     * Whether the declaration restricts the value itself as text: not that of a number, which has several spellings,
     * nor that of a parameter of Systems Manager.
     */
    public boolean isText(String name) {
        return type(name).equals("String");
    }

    private boolean accepts(String name, String value) {
        try {
            return value.length()
                            >= Integer.parseInt(String.valueOf(declaration(name).getOrDefault("MinLength", "0")))
                    && pattern(name).map(regex -> Pattern.matches(regex, value)).orElse(true)
                    && allowedValues(name).map(all -> all.contains(value)).orElse(true);
        } catch (PatternSyntaxException | NumberFormatException e) {
            return false;
        }
    }

    private String type(String name) {
        return String.valueOf(declaration(name).getOrDefault("Type", "String"));
    }

    private Map<String, Object> declaration(String name) {
        String ofPart = parts.get(name);
        if (ofPart != null) {
            return Map.of(
                    "AllowedPattern",
                    ofPart,
                    "NoEcho",
                    isSecret(name.substring(0, name.lastIndexOf('.'))) ? "true" : "");
        }
        return declarations.containsKey(name)
                ? Template.object(declarations.get(name), "the parameter " + name)
                : Map.of();
    }
}
