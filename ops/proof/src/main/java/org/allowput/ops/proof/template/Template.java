package org.allowput.ops.proof.template;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CloudFormation template in JSON or YAML, as {@code cdk synth} writes it or {@code aws cloudformation get-template}
 * returns it. A section, an attribute of a resource, a macro or a transform that is not known is refused.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html">Template
 *     sections</a>
 */
public final class Template {
    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Conditions",
            "Description",
            "Metadata",
            "Outputs",
            "Parameters",
            "Resources",
            "Rules");
    private static final Set<String> ATTRIBUTES =
            Set.of("Condition", "DeletionPolicy", "DependsOn", "Metadata", "Properties", "Type", "UpdateReplacePolicy");

    private final Map<String, Object> root;

    private Template(Map<String, Object> root) {
        this.root = root;
        refuseOthers("the template", root, SECTIONS);
        refuseMacros("the template", root);
        section("Resources").forEach((id, resource) -> {
            String path = "Resources." + id;
            refuseOthers(path, object(resource, path), ATTRIBUTES);
            if (!id.matches("[A-Za-z0-9]+") || !(map(resource).get("Type") instanceof String)) {
                throw new TemplateException(path, "the resource", "a name of letters and digits, and a Type");
            }
        });
    }

    /**
     * Reads a template.
     *
     * @throws IOException if the text is no template in JSON or YAML
     * @throws TemplateException if it has what is not known
     */
    public static Template parse(String text) throws IOException {
        Map<String, Object> root = new TemplateReader().read(text);
        Object body = root.get("TemplateBody");
        if (body != null) {
            refuseOthers("the answer of get-template", root, Set.of("TemplateBody", "StagesAvailable"));
            root = body instanceof String inner ? new TemplateReader().read(inner) : object(body, "TemplateBody");
        }
        if (!root.containsKey("Resources")) {
            throw new IOException("there is no section Resources");
        }
        return new Template(root);
    }

    /** A section by its name, such as {@code Parameters}; empty if there is none. */
    public Map<String, Object> section(String name) {
        return object(root.getOrDefault(name, Map.of()), name);
    }

    /** An object of JSON; empty if it is none. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
    }

    /** An object of JSON. @throws TemplateException if it is none */
    static Map<String, Object> object(@Nullable Object value, String path) {
        if (!(value instanceof Map<?, ?>)) {
            throw new TemplateException(path, value == null ? "nothing" : "text or a list", "an object");
        }
        return map(value);
    }

    /** The elements of a list; a single value is a list of one. */
    @SuppressWarnings("unchecked")
    static List<Object> list(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> ? (List<Object>) value : List.of(value);
    }

    /** Refuses names that are not known. @throws TemplateException if an object has one */
    static void refuseOthers(String path, Map<String, Object> object, Set<String> known) {
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                throw new TemplateException(
                        path + "." + name,
                        name,
                        "one of " + known.stream().sorted().toList());
            }
        }
    }

    /** They can put anything anywhere. */
    private static void refuseMacros(String path, Object node) {
        if (node instanceof Map<?, ?> object) {
            object.forEach((name, value) -> {
                if (String.valueOf(name).matches("Fn::(Transform|ForEach).*")) {
                    throw new TemplateException(path, String.valueOf(name), "no macros");
                }
                refuseMacros(path + "." + name, value);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(element -> refuseMacros(path, element));
        }
    }
}
