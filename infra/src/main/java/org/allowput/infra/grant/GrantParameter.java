package org.allowput.infra.grant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.template.Intrinsic;
import org.allowput.infra.template.PlainParameter;

/**
 * The line of {@link TargetGrant} in the templates: account A's output, and account B's parameter in the place of one
 * parameter for each value. Wherever account B's template refers to one of these, it has its value followed by the
 * line's, and rules let only one of both be there.
 */
public final class GrantParameter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** How the variable is named that has the line's value. */
    private static final String GRANTED = "Granted";

    private static final String GIVE = "Give TargetGrant, the output of account A's stack; or TargetAccount,"
            + " TargetRegion, TargetBucketName and RoleName: docs/deploy.md, Account B from a release";
    private static final String GIVE_ONE = "Give TargetGrant or the separate parameters for its values, not both:"
            + " docs/deploy.md, Account B from a release";

    private GrantParameter() {}

    /** The line for account B's deployment. */
    public static TargetGrant of(Settings settings) {
        return TargetGrant.of(field -> switch (field) {
            case ACCOUNT -> settings.target().account().text();
            case REGION -> settings.target().region().text();
            case BUCKET -> settings.target().bucketName().text();
            case ROLE -> settings.assumedRole().text();
            case KEY_PREFIX -> settings.source().keyPrefix().orElse("");
            case KMS_KEY -> settings.target().kmsKeyArn().orElse("");
            case DELIVERIES_PREFIX -> settings.receipts().deliverTo().orElse("");
            case REPLICATE_DELETES -> settings.optIns().replicateDeletes().toString();
            case REPLICATE_TAGS -> Boolean.toString(settings.optIns().replicateTags());
            case WRITE_ONCE -> Boolean.toString(settings.target().writeOnce());
        });
    }

    /** The line of account A's template, as {@code Fn::Sub} takes it. */
    public static String ofTargetTemplate() {
        return TargetGrant.of(field -> switch (field) {
                    case ACCOUNT -> "${AWS::AccountId}";
                    case REGION -> "${AWS::Region}";
                    case BUCKET -> "${BucketName}";
                    case KEY_PREFIX -> "${KeyPrefix}";
                    case KMS_KEY -> "${KmsKeyArn}";
                    case DELIVERIES_PREFIX -> "${DeliveriesPrefix}";
                    default -> "${" + field.parameter() + "}";
                })
                .line();
    }

    /** The parameter of account B's template: no value at all, or one that the parameter of each field allows. */
    public static PlainParameter parameter(List<PlainParameter> fields) {
        String separator = "\\" + TargetGrant.SEPARATOR;
        List<String> patterns = Stream.of(Field.values())
                .map(field -> "(" + parameter(field, fields).pattern().replaceFirst("^\\|", "") + ")"
                        + (field.isOptional() ? "?" : ""))
                .toList();
        return PlainParameter.value(
                TargetGrant.NAME,
                TargetGrant.NONE,
                separator.repeat(Field.values().length - 1) + "|" + String.join(separator, patterns),
                "The output " + TargetGrant.NAME + " of account A's stack, as it is. Or leave this, and give"
                        + " TargetAccount, TargetRegion, TargetBucketName, RoleName, and what else A allows");
    }

    private static PlainParameter parameter(Field field, List<PlainParameter> all) {
        return all.stream()
                .filter(each -> each.name().equals(field.parameter()))
                .findFirst()
                .orElseThrow();
    }

    /** Takes the parameter into account, if the template has it. */
    public static void addTo(ObjectNode template) {
        if (!template.at("/Parameters").has(TargetGrant.NAME)) {
            return;
        }
        ((ObjectNode) template.at("/Parameters/" + TargetGrant.NAME))
                .put(
                        "ConstraintDescription",
                        "expected the whole output " + TargetGrant.NAME + " of account A's stack, between apostrophes");
        for (String section : List.of("Conditions", "Resources", "Outputs")) {
            template.set(section, withGranted(template.get(section)));
        }
        addRules((ObjectNode) template.get("Rules"));
    }

    /** A value, as {@code bin/prove-access} reads it in the metadata, which has no functions. */
    public static String inMetadata(Field field) {
        return "$(%s)$(%s.%d)".formatted(field.parameter(), TargetGrant.NAME, field.index());
    }

    private static void addRules(ObjectNode rules) {
        JsonNode isAbsent = Intrinsic.equal(reference(TargetGrant.NAME), TargetGrant.NONE);
        ArrayNode given = NODES.arrayNode();
        ArrayNode once = NODES.arrayNode();
        for (Field field : Field.values()) {
            String name = field.parameter();
            if (!field.isChoice() && !field.isOptional()) {
                given.addObject()
                        .put("AssertDescription", GIVE)
                        .set("Assert", Intrinsic.not(Intrinsic.equal(reference(name), "")));
            }
            once.addObject()
                    .put("AssertDescription", GIVE_ONE)
                    .set(
                            "Assert",
                            Intrinsic.equal(
                                    reference(name),
                                    field.isChoice() ? field.choices().getFirst() : ""));
        }
        rules.putObject("TheTargetIsGiven").set("RuleCondition", isAbsent);
        rules.withObjectProperty("TheTargetIsGiven").set("Assertions", given);
        rules.putObject("TheTargetIsGivenOnce").set("RuleCondition", Intrinsic.not(isAbsent));
        rules.withObjectProperty("TheTargetIsGivenOnce").set("Assertions", once);
    }

    private static JsonNode withGranted(JsonNode node) {
        for (Field field : Field.values()) {
            for (String choice : field.choices()) {
                if (node.equals(Intrinsic.equal(reference(field.parameter()), choice))) {
                    return Intrinsic.call("Fn::Or", node, Intrinsic.equal(granted(field), choice));
                }
            }
        }
        String text = node.path("Ref").isTextual()
                ? "${" + node.get("Ref").asText() + "}"
                : node.path("Fn::Sub").asText();
        if (!text.isEmpty()) {
            return substituted(node, text);
        }
        if (node instanceof ObjectNode object) {
            ObjectNode rewritten = NODES.objectNode();
            object.properties().forEach(entry -> rewritten.set(entry.getKey(), withGranted(entry.getValue())));
            return rewritten;
        }
        if (node instanceof ArrayNode items) {
            ArrayNode rewritten = NODES.arrayNode();
            items.forEach(item -> rewritten.add(withGranted(item)));
            return rewritten;
        }
        return node;
    }

    private static JsonNode substituted(JsonNode node, String text) {
        String all = text;
        Map<String, JsonNode> variables = new TreeMap<>();
        for (Field field : Field.values()) {
            String own = "${" + field.parameter() + "}";
            String granted = GRANTED + field.parameter();
            if (text.contains(own)) {
                all = all.replace(own, own + "${" + granted + "}");
                variables.put(granted, granted(field));
            }
        }
        return variables.isEmpty()
                ? node
                : Intrinsic.call(
                        "Fn::Sub", NODES.textNode(all), NODES.objectNode().setAll(variables));
    }

    private static JsonNode granted(Field field) {
        return Intrinsic.call(
                "Fn::Select",
                NODES.numberNode(field.index()),
                Intrinsic.split(TargetGrant.SEPARATOR, reference(TargetGrant.NAME)));
    }

    private static JsonNode reference(String parameter) {
        return Intrinsic.ofText("${" + parameter + "}");
    }
}
