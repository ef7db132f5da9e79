package org.allowput.infra.settings.schema;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings in the CDK's context: the object {@code replication}, or a list of such objects, and options {@code -c
 * path=value}, each of which overrides a setting in every object.
 */
public final class SettingsContext {
    public static final String SETTINGS = "replication";

    /** Paths of settings. The CDK's own context names contain a colon, a slash or a hyphen. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z]+(\\.[A-Za-z]+)*");

    private SettingsContext() {}

    /** Of each deployment, in their order; what is no object stays as it is. */
    public static List<JsonNode> deployments(Map<String, ?> context) {
        JsonNode configured = JsonMapper.shared().valueToTree(context.get(SETTINGS));
        boolean isList = configured instanceof ArrayNode && !configured.isEmpty();
        Stream<JsonNode> deployments = isList ? configured.valueStream() : Stream.of(configured);
        return deployments.map(deployment -> overridden(deployment, context)).toList();
    }

    private static JsonNode overridden(JsonNode configured, Map<String, ?> context) {
        JsonNode settings = configured.isNull() ? JsonMapper.shared().createObjectNode() : configured.deepCopy();
        if (settings instanceof ObjectNode object) {
            context.forEach((name, value) -> {
                if (!name.equals(SETTINGS) && PATH.matcher(name).matches()) {
                    put(object, name, JsonMapper.shared().valueToTree(value));
                }
            });
        }
        return settings;
    }

    /** Sets what is at a path. Below what is no object, the path stays as it is: there is no such setting. */
    public static void put(ObjectNode settings, String path, JsonNode value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            settings.set(path, value);
            return;
        }
        String name = path.substring(0, dot);
        JsonNode object = settings.has(name) ? settings.get(name) : settings.putObject(name);
        if (object instanceof ObjectNode inner) {
            put(inner, path.substring(dot + 1), value);
        } else if (object instanceof ArrayNode) {
            settings.set(path, value);
        }
    }

    /** What is at a path; a missing node if there is nothing. */
    public static JsonNode at(JsonNode settings, String path) {
        return settings.at("/" + path.replace('.', '/'));
    }
}
