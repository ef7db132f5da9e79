package org.allowput.ops.proof.template;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A CloudFormation template in JSON or YAML, as {@code cdk synth} writes it or {@code aws cloudformation get-template}
 * returns it, with the section {@code TemplateBody} around it or without.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html">Template
 *     sections</a>
 */
public final class Template {
    private final Map<String, Object> root;

    private Template(Map<String, Object> root) {
        this.root = root;
    }

    /**
     * Reads a template from a file.
     *
     * @throws IOException if the file cannot be read or has no template in JSON or YAML
     */
    public static Template read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /**
     * Reads a template from its text.
     *
     * @throws IOException if the text is no template in JSON or YAML
     */
    public static Template parse(String text) throws IOException {
        Map<String, Object> root =
                text.stripLeading().startsWith("{") ? JSON.std.mapFrom(text) : YamlTemplate.read(text);
        Object body = root.get("TemplateBody");
        if (body instanceof String inner) {
            return parse(inner);
        }
        Map<String, Object> template = body == null ? root : map(body);
        if (!template.containsKey("Resources")) {
            throw new IOException("there is no section Resources");
        }
        return new Template(template);
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
        return new Resource(
                logicalId,
                String.valueOf(declaration.get("Type")),
                map(declaration.get("Properties")),
                list(declaration.get("Condition")).stream()
                        .map(condition -> new ConditionValue(String.valueOf(condition), true))
                        .toList());
    }

    /** A section of the template by its name, such as {@code Parameters}; empty if there is none. */
    public Map<String, Object> section(String name) {
        return map(root.get(name));
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> ? new TreeMap<>((Map<String, Object>) value) : Map.of();
    }

    /** The elements of a list; a single value is a list of one, as in policies. */
    @SuppressWarnings("unchecked")
    public static List<Object> list(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> ? (List<Object>) value : List.of(value);
    }
}
