package org.allowput.infra.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.region.Region;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the settings: what the schema refuses first, then what settings require of each other. */
public final class SettingsReader {
    private static final String SETTINGS = "replication";
    /** Paths of settings. The CDK's own context names contain a colon, a slash or a hyphen. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z]+(\\.[A-Za-z]+)*");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .build();

    private SettingsReader() {}

    /**
     * Reads the context of the CDK app. Its {@code replication} object contains the settings; or a list of such objects
     * contains those of several deployments. A context value whose name is the path of a setting, as {@code cdk -c
     * queue.batchSize=5} sets it, overrides the value in that object, or in each.
     *
     * @param environment the environment variables, of which those with ExternalIds are validated; an ExternalId is not
     *     a setting
     * @throws InvalidSettingsException if there is any error; its message lists all
     */
    public static List<Settings> read(Map<String, ?> context, Map<String, String> environment) {
        JsonNode configured = JSON.valueToTree(context.containsKey(SETTINGS) ? context.get(SETTINGS) : Map.of());
        boolean isList = configured.isArray() && !configured.isEmpty();
        List<JsonNode> all = isList ? configured.valueStream().toList() : List.of(configured);
        List<Settings> deployments = new ArrayList<>();
        List<SettingsRules> rules = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        for (int index = 0; index < all.size(); index++) {
            String root = isList ? SETTINGS + "[" + index + "]" : SETTINGS;
            SettingsErrors errors = new SettingsErrors(root, messages);
            int before = messages.size();
            JsonNode settings = SettingsSchema.complete(stated(all.get(index), context, errors));
            SettingsSchema.validate(settings, errors);
            ExternalIdSyntax.validate(settings, environment, errors);
            if (messages.size() == before) {
                boolean listsRules = settings.get("keys").isArray();
                addDerived((ObjectNode) settings);
                addVariables((ObjectNode) settings);
                deployments.add(JSON.treeToValue(settings, Settings.class));
                rules.add(new SettingsRules(deployments.getLast(), errors));
                rules.getLast().validate(listsRules ? "keys[%d]" : "keys");
            }
        }
        if (all.size() > 1 && rules.size() == all.size()) {
            SettingsRules.validateTogether(rules);
        }
        if (!messages.isEmpty()) {
            throw new InvalidSettingsException(messages);
        }
        return List.copyOf(deployments);
    }

    /** Of one deployment, with what is stated elsewhere: on the command line, and in the line of account A's grant. */
    private static JsonNode stated(JsonNode configured, Map<String, ?> context, SettingsErrors errors) {
        if (configured instanceof ObjectNode settings) {
            context.forEach((name, value) -> {
                if (!name.equals(SETTINGS) && PATH.matcher(name).matches()) {
                    put(settings, name, JSON.valueToTree(value));
                }
            });
            addGrant(settings, errors);
        }
        return configured;
    }

    /** Sets what is at a path. Below what is no object, the path stays as it is: there is no such setting. */
    private static void put(ObjectNode settings, String path, Object value) {
        int dot = path.indexOf('.');
        JsonNode inner = dot < 0 ? settings : settings.path(path.substring(0, dot));
        if (dot < 0 || inner instanceof ArrayNode) {
            settings.set(path, JSON.valueToTree(value));
        } else if (inner instanceof ObjectNode || inner.isMissingNode()) {
            put(settings.withObjectProperty(path.substring(0, dot)), path.substring(dot + 1), value);
        }
    }

    private static void putDefault(ObjectNode settings, String path, Object value) {
        if (at(settings, path).isMissingNode()) {
            put(settings, path, value);
        }
    }

    private static JsonNode at(JsonNode settings, String path) {
        return settings.at("/" + path.replace('.', '/'));
    }

    /**
     * Adds the settings that the line states. One that states something else is an error; a malformed line is left to
     * the schema. A role of one account has the account in its name, and the setting does not. What is granted begins
     * each target key: of the only rule, if it does not say. A list of rules says so itself.
     */
    private static void addGrant(ObjectNode settings, SettingsErrors errors) {
        TargetGrant grant;
        try {
            grant = TargetGrant.parse(at(settings, "target.grant").asString(""));
        } catch (IllegalArgumentException malformed) {
            return;
        }
        String prefix = grant.get(Field.KEY_PREFIX);
        String role = grant.get(Field.ROLE);
        String suffix =
                prefix.isEmpty() ? "" : "-" + at(settings, "source.account").asString("");
        errors.require(
                role.endsWith(suffix),
                "target.grant: seen the role %s, expected one whose name ends with %s: account A names it so",
                role,
                suffix);
        for (Field field : Field.values()) {
            String value = grant.get(field);
            if (field == Field.ROLE && role.endsWith(suffix)) {
                value = role.substring(0, role.length() - suffix.length());
            }
            String separate = at(settings, field.setting()).asString(value);
            errors.require(
                    separate.equals(value),
                    "%s: seen \"%s\", expected \"%s\", as target.grant states it, or nothing",
                    field.setting(),
                    separate,
                    value);
            if (!value.isEmpty()) {
                put(settings, field.setting(), value);
            }
        }
        if (!prefix.isEmpty() && !settings.path("keys").isArray()) {
            putDefault(settings, "keys.addPrefix", prefix);
        }
    }

    /** Adds the defaults that depend on other settings. */
    private static void addDerived(ObjectNode settings) {
        String name = settings.has("name") ? "-" + settings.get("name").asString() : "";
        // Roles are global in an account: a deployment with a name can have the same one in each Region.
        String region =
                name.isEmpty() ? "" : "-" + at(settings, "target.region").asString();
        putDefault(settings, "target.roleName", "AllowPutToS3" + name + region);
        for (String purpose : List.of("target", "source", "operations")) {
            JsonNode owner = settings.get(purpose.equals("target") ? "target" : "source");
            String suffix = new Region(owner.get("region").asString())
                    .bucketSuffix(owner.get("account").asString());
            putDefault(settings, purpose + ".bucketName", "allow-put-" + purpose + name + suffix);
        }
        // Where AWS documents that they are available: the schema requires them elsewhere.
        putDefault(settings, "function.architecture", "arm64");
        putDefault(settings, "function.snapStart", true);
        // Seconds: Lambda's maximum, or three times what the largest object that the function copies itself takes.
        boolean largeObjects = at(settings, "largeObjects.enabled").asBoolean();
        putDefault(settings, "function.timeoutSeconds", largeObjects ? 300 : 900);
        // MiB: the largest object that one PUT can make, and so the largest whose MD5 can be compared.
        int largest = LargeObjectSettings.largest(
                at(settings, "function.timeoutSeconds").asInt());
        putDefault(settings, "largeObjects.thresholdMiB", Math.min(5120, largest));
    }

    /** Adds the values that the functions read. A setting that only they use has no other place in {@link Settings}. */
    private static void addVariables(ObjectNode settings) {
        ObjectNode variables = JSON.createObjectNode();
        for (FunctionVariable variable : FunctionVariable.values()) {
            variable.setting().ifPresent(path -> {
                JsonNode value = at(settings, path);
                boolean isOff =
                        value.equals(SettingsSchema.setting(path).schema().get("default"))
                                && Set.of("false", "none").contains(value.asString());
                if (!value.isMissingNode() && !isOff) {
                    variables.put(variable.name(), value.asString());
                }
            });
        }
        settings.set("variables", variables);
    }
}
