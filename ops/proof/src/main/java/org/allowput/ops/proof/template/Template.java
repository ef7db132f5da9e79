package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.TemplateException.at;
import static org.allowput.ops.proof.template.TemplateException.require;
import static org.allowput.ops.proof.template.TemplateException.unexpected;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A CloudFormation template in JSON or YAML, as {@code cdk synth} writes it. A section or an attribute of a resource
 * that is not known, and a transform, is refused.
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
        at("the template", () -> refuseOthers(root.keySet(), SECTIONS));
        section("Resources")
                .forEach((id, node) -> at("Resources." + id, () -> {
                    Map<String, Object> resource = object(node);
                    require(id.matches("[A-Za-z0-9]+"), "the name " + id, "letters and digits");
                    require(resource.get("Type") instanceof String, "no Type", "one");
                    return refuseOthers(resource.keySet(), ATTRIBUTES);
                }));
    }

    /**
     * Reads a template.
     *
     * @throws IOException if the text is no template in JSON or YAML
     * @throws TemplateException if it has what is not known
     */
    public static Template parse(String text) throws IOException {
        Map<String, Object> root = new TemplateReader().read(text);
        if (!root.containsKey("Resources")) {
            throw new IOException("there is no section Resources");
        }
        return new Template(root);
    }

    /** A section by its name, such as {@code Parameters}; empty if there is none. */
    public Map<String, Object> section(String name) {
        return at(name, () -> object(root.getOrDefault(name, Map.of())));
    }

    /** An object of JSON; empty if it is none. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
    }

    /** An object of JSON. @throws IllegalArgumentException if it is none */
    static Map<String, Object> object(@Nullable Object value) {
        require(value instanceof Map<?, ?>, value == null ? "nothing" : "text or a list", "an object");
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

    /** Refuses names that are not known. @throws TemplateException if there is one */
    static Collection<String> refuseOthers(Collection<String> names, Set<String> known) {
        names.stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> at(name, () -> {
                    throw unexpected(name, "one of " + new TreeSet<>(known));
                }));
        return names;
    }
}
