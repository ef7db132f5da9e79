package org.allowput.ops.proof.differential;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A template that differs from a correct one in one node of what gives access.
 *
 * @param kind what was done to the node
 * @param path where the node is
 * @param template as text
 */
public record Mutant(Kind kind, String path, String template) {
    /** What is done to a node. */
    public enum Kind {
        DELETED,
        /** One more value, beside one or several. */
        ADDED,
        GENERALIZED,
        INVERTED,
        UNKNOWN_PARAMETER,
        UNKNOWN_ATTRIBUTE,
        STRING,
        TRANSFORM,
        DYNAMIC_REFERENCE
    }

    /** A parameter without a pattern, and the attribute of a resource, by the names that the mutants have for them. */
    public static final String UNKNOWN = "Mutant";

    /** Properties that give access, of any type of resource. */
    private static final Set<String> PROPERTIES = Set.of(
            "AssumeRolePolicyDocument",
            "PolicyDocument",
            "Policies",
            "ManagedPolicyArns",
            "Roles",
            "RoleName",
            "Path",
            "Bucket",
            "Queues",
            "Topics",
            "Action",
            "Principal",
            "SourceArn",
            "SourceAccount");

    private static final Map<String, String> INVERSES = Map.ofEntries(
            Map.entry("Action", "NotAction"),
            Map.entry("Resource", "NotResource"),
            Map.entry("Principal", "NotPrincipal"),
            Map.entry("StringEquals", "StringEqualsIfExists"),
            Map.entry("StringNotEquals", "StringEquals"),
            Map.entry("StringLike", "StringNotLike"),
            Map.entry("ArnEquals", "ArnEqualsIfExists"),
            Map.entry("ArnLike", "ArnNotLike"),
            Map.entry("Bool", "BoolIfExists"),
            Map.entry("Fn::Not", "Fn::And"),
            Map.entry("Fn::And", "Fn::Or"));

    /** Of each node of each property that gives access. */
    public static List<Mutant> of(Map<String, Object> template) throws IOException {
        List<Mutant> mutants = new ArrayList<>();
        Map<String, Object> changed = copy(template);
        parameters(changed).put(UNKNOWN, Map.of("Type", "String"));
        for (Map.Entry<String, Object> entry : map(changed.get("Resources")).entrySet()) {
            Map<String, Object> resource = map(entry.getValue());
            String type = String.valueOf(resource.get("Type"));
            boolean givesAccess = type.matches(".*(Policy|Permission|IAM::Role)");
            for (String attribute : List.of("Type", "Condition")) {
                if (givesAccess && resource.containsKey(attribute)) {
                    mutate(changed, resource, attribute, entry.getKey() + "." + attribute, mutants);
                }
            }
            Map<String, Object> properties =
                    resource.get("Properties") instanceof Map<?, ?> ? map(resource.get("Properties")) : Map.of();
            for (String property : List.copyOf(properties.keySet())) {
                if (givesAccess && PROPERTIES.contains(property)) {
                    mutate(changed, properties, property, entry.getKey() + "." + property, mutants);
                }
            }
        }
        if (changed.get("Conditions") instanceof Map<?, ?>) {
            Map<String, Object> conditions = map(changed.get("Conditions"));
            for (String name : List.copyOf(conditions.keySet())) {
                mutate(changed, conditions, name, "Conditions." + name, mutants);
            }
        }
        return mutants;
    }

    private static void mutate(
            Map<String, Object> root, Map<String, Object> parent, String key, String path, List<Mutant> mutants)
            throws IOException {
        Object node = parent.get(key);
        Map<String, Object> before = new LinkedHashMap<>(parent);
        for (Kind kind : Kind.values()) {
            if (kind == Kind.DELETED) {
                parent.remove(key);
            } else if (kind == Kind.INVERTED && INVERSES.containsKey(key)) {
                parent.remove(key);
                parent.put(String.valueOf(INVERSES.get(key)), node);
            } else {
                Optional<Object> other = other(kind, node, root);
                if (other.isEmpty()) {
                    continue;
                }
                parent.put(key, other.get());
            }
            mutants.add(new Mutant(kind, path, JSON.std.asString(root)));
            parent.clear();
            parent.putAll(before);
        }
        if (node instanceof Map<?, ?>) {
            Map<String, Object> object = map(node);
            for (String child : List.copyOf(object.keySet())) {
                mutate(root, object, child, path + "." + child, mutants);
            }
        } else if (node instanceof List<?>) {
            List<Object> list = list(node);
            for (int at = 0; at < list.size(); at++) {
                mutate(root, list, at, path + "." + at, mutants);
            }
        }
    }

    private static void mutate(Map<String, Object> root, List<Object> parent, int at, String path, List<Mutant> mutants)
            throws IOException {
        Object node = parent.get(at);
        for (Kind kind : Kind.values()) {
            Optional<Object> other = other(kind, node, root);
            if (kind == Kind.DELETED) {
                parent.remove(at);
            } else if (other.isPresent()) {
                parent.set(at, other.get());
            } else {
                continue;
            }
            mutants.add(new Mutant(kind, path, JSON.std.asString(root)));
            if (kind == Kind.DELETED) {
                parent.add(at, node);
            } else {
                parent.set(at, node);
            }
        }
        if (node instanceof Map<?, ?>) {
            Map<String, Object> object = map(node);
            for (String child : List.copyOf(object.keySet())) {
                mutate(root, object, child, path + "." + child, mutants);
            }
        } else if (node instanceof List<?>) {
            List<Object> list = list(node);
            for (int next = 0; next < list.size(); next++) {
                mutate(root, list, next, path + "." + next, mutants);
            }
        }
    }

    /** Another node in the place of one; empty where the kind does nothing to it. */
    private static Optional<Object> other(Kind kind, @Nullable Object node, Map<String, Object> root)
            throws IOException {
        return switch (kind) {
            case DELETED -> Optional.empty();
            case ADDED -> added(node);
            case GENERALIZED ->
                node instanceof String text && !text.equals("*") ? Optional.of(general(text)) : Optional.empty();
            case INVERTED -> node instanceof String text ? inverse(text) : Optional.empty();
            case UNKNOWN_PARAMETER -> Optional.of(Map.of("Ref", UNKNOWN));
            case UNKNOWN_ATTRIBUTE ->
                Optional.of(Map.of(
                        "Fn::GetAtt",
                        List.of(map(root.get("Resources")).keySet().iterator().next(), UNKNOWN)));
            case STRING -> Optional.of(node instanceof String ? "mutant" : JSON.std.asString(node));
            case TRANSFORM ->
                Optional.of(Map.of(
                        "Fn::Transform",
                        Map.of("Name", "AWS::Include", "Parameters", Map.of("Location", "s3://bucket/key"))));
            case DYNAMIC_REFERENCE -> Optional.of("{{resolve:ssm:mutant}}");
        };
    }

    private static Optional<Object> added(@Nullable Object node) {
        if (!(node instanceof String) && !(node instanceof List<?>)) {
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>(node instanceof List<?> ? list(node) : List.of(node));
        values.add("*");
        return Optional.of(values);
    }

    private static Object general(String text) {
        int name = text.lastIndexOf(':') + 1;
        return text.startsWith("arn:") && name < text.length() && !text.endsWith("*")
                ? text.substring(0, name) + "*"
                : text.matches("\\w+:\\w+") ? text.replaceFirst(":.*", ":*") : "*";
    }

    private static Optional<Object> inverse(String text) {
        return switch (text) {
            case "Allow" -> Optional.of("Deny");
            case "Deny" -> Optional.of("Allow");
            case "true" -> Optional.of("false");
            case "false" -> Optional.of("true");
            default -> Optional.empty();
        };
    }

    private static Map<String, Object> parameters(Map<String, Object> template) {
        return map(template.computeIfAbsent("Parameters", missing -> new TreeMap<>()));
    }

    private static Map<String, Object> copy(Map<String, Object> template) throws IOException {
        return JSON.std.mapFrom(JSON.std.asString(template));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object node) {
        return (List<Object>) node;
    }
}
