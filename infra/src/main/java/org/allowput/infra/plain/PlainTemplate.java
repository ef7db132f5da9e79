package org.allowput.infra.plain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.allowput.infra.FunctionZips;
import org.allowput.infra.ReplicationApp;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.value.BucketName;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.ICfnConditionExpression;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/**
 * A template of one stack with parameters, for those without the CDK: no assets, no bootstrapped account. The stack's
 * constructs synthesize it once, with every option and with values that stand for those of the parameters.
 */
public abstract class PlainTemplate {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Pattern VALUE = Pattern.compile("(?m)^(.*?) = (.+?)(?: -> (.+))?$");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** In the order of the console; those with the ExternalIds are the stack's own. */
    public abstract List<PlainParameter> parameters();

    /** What {@code bin/prove-access} compares the policies with, with parameters as {@code $(Name)}. */
    abstract String metadata();

    /**
     * The settings that it is synthesized with: of each the path, the value, and the reference for which the value
     * stands, in the form that {@code Fn::Sub} takes. Without a path it is a value that settings make. An account with
     * a key prefix has a role of its own, whose name ends with the account.
     */
    abstract String values();

    /** The values of references that are neither parameters nor resources. */
    abstract Map<String, JsonNode> variables();

    abstract Stack createStack(App app, Settings settings, FunctionZips zips);

    /** Adds conditions and rules to the stack. */
    abstract void addConditions(Stack stack);

    abstract void makeConditional(ConditionalParts parts, ObjectNode template);

    /** The comments for readers, by the ids of the resources that they are before. */
    public abstract Map<String, String> comments();

    /**
     * Synthesizes it.
     *
     * @param folder for what the CDK writes
     * @param zips stand for the functions; the template has their location as parameters
     */
    public final ObjectNode json(Path folder, FunctionZips zips) {
        Map<String, Object> context = new TreeMap<>();
        Map<String, String> references = new TreeMap<>();
        VALUE.matcher(values()).results().forEach(found -> {
            if (!found.group(1).isEmpty()) {
                context.put(found.group(1), found.group(2));
            }
            if (found.group(3) != null) {
                references.put(found.group(2), found.group(3));
            }
        });
        App app = new App(ReplicationApp.props(context)
                .outdir(folder.toString())
                .defaultStackSynthesizer(DefaultStackSynthesizer.Builder.create()
                        .generateBootstrapVersionRule(false)
                        .build())
                .build());
        Stack stack = createStack(app, Settings.read(context, Map.of()).getFirst(), zips);
        Construct scope = new Construct(stack, "Parameters");
        parameters().forEach(parameter -> parameter.addTo(scope));
        addConditions(stack);
        app.synth();
        return template(read(folder.resolve(stack.getTemplateFile())), references);
    }

    private ObjectNode template(JsonNode synthesized, Map<String, String> references) {
        ObjectNode rewritten = TemplateNames.rewrite(synthesized, references, variables());
        ObjectNode template = NODES.objectNode().put("AWSTemplateFormatVersion", "2010-09-09");
        template.set("Description", rewritten.get("Description"));
        template.set("Metadata", parse(metadata()));
        template.set("Parameters", inOrder((ObjectNode) synthesized.get("Parameters")));
        for (String section : List.of("Rules", "Conditions", "Resources", "Outputs")) {
            template.set(section, rewritten.get(section));
        }
        // For the CDK only.
        template.get("Resources").forEach(resource -> ((ObjectNode) resource).remove("Metadata"));
        ConditionalParts parts = new ConditionalParts(template);
        makeConditional(parts, template);
        parts.inEach("AWS::IAM::Role", "HasPermissionsBoundaryArn", "/Properties/PermissionsBoundary");
        // The dots of a bucket's name are colons in the name of an export.
        String export = "/Outputs/OneWayReplication/Export/Name";
        parts.set(export, Intrinsic.call("Fn::Join", NODES.textNode(":"), Intrinsic.split(".", template.at(export))));
        return template;
    }

    private ObjectNode inOrder(ObjectNode declared) {
        SequencedMap<String, JsonNode> ordered = new LinkedHashMap<>();
        parameters().forEach(parameter -> ordered.put(parameter.name(), declared.get(parameter.name())));
        declared.properties().forEach(entry -> ordered.putIfAbsent(entry.getKey(), entry.getValue()));
        // The description before what is allowed.
        ordered.replaceAll((name, declaration) -> NODES.objectNode()
                .<ObjectNode>set("Type", declaration.get("Type"))
                .<ObjectNode>set("Description", declaration.get("Description"))
                .setAll((ObjectNode) declaration));
        return NODES.objectNode().setAll(ordered);
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    static void addCondition(Stack stack, String name, ICfnConditionExpression expression) {
        CfnCondition.Builder.create(stack, name).expression(expression).build();
    }

    /** The conditions that a flag is {@code true}, and that a value is not empty. */
    static void addConditions(Stack stack, List<String> flags, List<String> values) {
        flags.forEach(name -> addCondition(stack, name + "IsTrue", isTrue(name)));
        values.forEach(name -> addCondition(stack, "Has" + name, isNot(Fn.ref(name), "")));
    }

    static ICfnConditionExpression isTrue(String flag) {
        return Fn.conditionEquals(Fn.ref(flag), "true");
    }

    static ICfnConditionExpression isNot(Object value, String text) {
        return Fn.conditionNot(Fn.conditionEquals(value, text));
    }

    /**
     * A name is in the namespace of its account and Region if it ends with {@code -an}. The text before {@code -an|} in
     * the name with a bar at its end is all of it in every other name.
     *
     * @see BucketName#isAccountRegional()
     */
    static void addNamespaceCondition(Stack stack, String parameter) {
        String name = Fn.join("", List.of(Fn.ref(parameter), "|"));
        addCondition(
                stack,
                parameter + "IsAccountRegional",
                Fn.conditionNot(Fn.conditionEquals(Fn.select(0, Fn.split("-an|", name)), name)));
    }
}
