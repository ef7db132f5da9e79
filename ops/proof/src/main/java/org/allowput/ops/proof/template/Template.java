package org.allowput.ops.proof.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CloudFormation template in JSON or YAML, as {@code cdk synth} writes it or {@code aws cloudformation get-template}
 * returns it, with the section {@code TemplateBody} around it or without. It is read as a whole: a section, an
 * attribute of a resource, a macro or a transform that is not known is refused.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html">Template
 *     sections</a>
 */
public final class Template {
    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Conditions",
            "Description",
            "Mappings",
            "Metadata",
            "Outputs",
            "Parameters",
            "Resources",
            "Rules");
    private static final Set<String> ATTRIBUTES =
            Set.of("Condition", "DeletionPolicy", "DependsOn", "Metadata", "Properties", "Type", "UpdateReplacePolicy");

    private final Map<String, Object> root;
    private final IdentityHashMap<Object, Integer> lines;

    Template(Map<String, Object> root, IdentityHashMap<Object, Integer> lines) {
        this.root = root;
        this.lines = lines;
        refuseOthers("the template", root, SECTIONS);
        refuseTransforms(root);
        section("Resources").forEach((id, resource) -> {
            String where = place(id, resource);
            refuseOthers(where, object(resource, where), ATTRIBUTES);
            if (!id.matches("[A-Za-z0-9]+") || !(object(resource, where).get("Type") instanceof String)) {
                throw new UnsupportedPolicyException(where, "the resource", "a name of letters and digits, and a Type");
            }
        });
    }

    /**
     * Reads a template from a file.
     *
     * @throws IOException if the file cannot be read or has no template in JSON or YAML
     * @throws UnsupportedPolicyException if it has what is not known
     */
    public static Template read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /**
     * Reads a template from its text.
     *
     * @throws IOException if the text is no template in JSON or YAML
     * @throws UnsupportedPolicyException if it has what is not known
     */
    public static Template parse(String text) throws IOException {
        TemplateReader reader = new TemplateReader();
        Map<String, Object> root = reader.read(text);
        Object body = root.get("TemplateBody");
        if (body != null) {
            refuseOthers("the answer of get-template", root, Set.of("TemplateBody", "StagesAvailable"));
        }
        if (body instanceof String inner) {
            reader = new TemplateReader();
            root = reader.read(inner);
        } else if (body != null) {
            root = object(body, "TemplateBody");
        }
        if (!root.containsKey("Resources")) {
            throw new IOException("there is no section Resources");
        }
        return new Template(root, reader.lines());
    }

    /**
     * Reads a grant, in the form of the section {@code Metadata.Grant}.
     *
     * @throws IOException if the text is neither an object in JSON nor a mapping in YAML
     */
    public static Map<String, Object> grant(String text) throws IOException {
        return new TemplateReader().read(text);
    }

    /**
     * A resource of the template.
     *
     * @param properties with intrinsic functions still in place
     * @param guard the condition under which it is created, if there is one
     */
    public record Resource(String logicalId, String type, Map<String, Object> properties, List<ConditionValue> guard) {}

    public List<Resource> resources() {
        return section("Resources").entrySet().stream()
                .map(entry -> resource(entry.getKey(), map(entry.getValue())))
                .toList();
    }

    /** The resources of one type. */
    public List<Resource> resources(String type) {
        return resources().stream()
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    private static Resource resource(String logicalId, Map<String, Object> declaration) {
        Object condition = declaration.get("Condition");
        return new Resource(
                logicalId,
                String.valueOf(declaration.get("Type")),
                object(declaration.getOrDefault("Properties", Map.of()), logicalId),
                condition == null ? List.of() : List.of(new ConditionValue(String.valueOf(condition), true)));
    }

    /** Where a resource is, for people. */
    public String place(Resource resource) {
        return place(resource.logicalId(), section("Resources").get(resource.logicalId()));
    }

    /** A name with the line on which a map or a list of the template begins. */
    public String place(String name, @Nullable Object node) {
        Integer line = lines.get(node);
        return line == null ? name : name + " (line " + line + ")";
    }

    /** A section of the template by its name, such as {@code Parameters}; empty if there is none. */
    public Map<String, Object> section(String name) {
        return object(root.getOrDefault(name, Map.of()), "the section " + name);
    }

    /** An object of JSON; empty if it is none. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
    }

    /**
     * An object of JSON.
     *
     * @throws UnsupportedPolicyException if it is none
     */
    public static Map<String, Object> object(@Nullable Object value, String where) {
        if (!(value instanceof Map<?, ?>)) {
            throw new UnsupportedPolicyException(where, value == null ? "nothing" : "text or a list", "an object");
        }
        return map(value);
    }

    /** The elements of a list; a single value is a list of one, as in policies. */
    @SuppressWarnings("unchecked")
    public static List<Object> list(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> ? (List<Object>) value : List.of(value);
    }

    /**
     * Refuses names that are not known.
     *
     * @throws UnsupportedPolicyException if an object has one
     */
    public static void refuseOthers(String where, Map<String, Object> object, Set<String> known) {
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                throw new UnsupportedPolicyException(
                        where, name, "one of " + known.stream().sorted().toList());
            }
        }
    }

    /** A transform can put anything anywhere. */
    private void refuseTransforms(Object node) {
        if (node instanceof Map<?, ?> object) {
            for (Object name : object.keySet()) {
                if (String.valueOf(name).matches("Fn::(Transform|ForEach).*")) {
                    throw new UnsupportedPolicyException(
                            place("the template", node), String.valueOf(name), "no macros");
                }
            }
            object.values().forEach(this::refuseTransforms);
        } else if (node instanceof List<?> list) {
            list.forEach(this::refuseTransforms);
        }
    }
}
