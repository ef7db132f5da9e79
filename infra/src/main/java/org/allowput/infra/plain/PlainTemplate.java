package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.infra.FunctionZips;
import org.allowput.infra.ReplicationApp;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.App;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Stack;

/**
 * A template of one stack with parameters, for those without the CDK: no assets, no bootstrapped account. The stack's
 * constructs synthesize it once, with every option and with values that stand for those of the parameters.
 */
public abstract class PlainTemplate {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Pattern VALUE = Pattern.compile("(?m)^(.*?) = (.+?)(?: -> (.+))?$");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode declared;

    /** @param section of {@code plain-templates.yaml}, which has what the stack has not */
    PlainTemplate(String section) {
        declared = JSON.valueToTree(PackagedFile.yaml("/plain-templates.yaml").get(section));
    }

    /** In the order of the console; those with the ExternalIds are the stack's own. */
    public List<PlainParameter> parameters() {
        return declared.get("Parameters")
                .propertyStream()
                .map(parameter -> PlainParameter.of(parameter.getKey(), parameter.getValue()))
                .toList();
    }

    /** The comments for readers, by the ids of the resources that they are before. */
    public final Map<String, String> comments() {
        return declared.get("Comments")
                .propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, comment -> comment.getValue().asText()));
    }

    /** The values of references that are neither parameters nor resources. */
    abstract Map<String, JsonNode> variables();

    abstract Stack createStack(App app, Settings settings, FunctionZips zips);

    /** What no declaration says, before the parts that are declared become conditional. */
    abstract void complete(ObjectNode template);

    /**
     * Synthesizes it.
     *
     * @param folder for what the CDK writes
     * @param zips stand for the functions; the template has their location as parameters
     */
    public final ObjectNode json(Path folder, FunctionZips zips) {
        Map<String, Object> context = new TreeMap<>();
        Map<String, String> references = new TreeMap<>();
        VALUE.matcher(declared.get("Values").asText()).results().forEach(found -> {
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
        app.synth();
        return template(read(folder.resolve(stack.getTemplateFile())), references);
    }

    private ObjectNode template(JsonNode synthesized, Map<String, String> references) {
        ObjectNode rewritten = TemplateNames.rewrite(synthesized, references, variables());
        ObjectNode template = NODES.objectNode().put("AWSTemplateFormatVersion", "2010-09-09");
        template.set("Description", rewritten.get("Description"));
        template.set("Metadata", declared.get("Metadata"));
        template.set("Parameters", withOwn(synthesized.get("Parameters")));
        for (String section : List.of("Rules", "Conditions")) {
            ObjectNode ofStack = (ObjectNode) rewritten.get(section);
            template.set(section, ofStack.setAll((ObjectNode) declared.get(section)));
        }
        template.set("Resources", rewritten.get("Resources"));
        template.set("Outputs", rewritten.get("Outputs"));
        // For the CDK only.
        template.get("Resources").forEach(resource -> ((ObjectNode) resource).remove("Metadata"));
        complete(template);
        new ConditionalParts(template).makeConditional(declared.get("Parts"));
        // The dots of a bucket's name are colons in the name of an export.
        String export = "/Outputs/OneWayReplication/Export/Name";
        JsonNode parts = Intrinsic.split(".", template.at(export));
        ConditionalParts.set(template, export, Intrinsic.call("Fn::Join", NODES.textNode(":"), parts));
        return template;
    }

    /** The stack's own parameters, with the description before what is allowed, after those of the template. */
    private ObjectNode withOwn(JsonNode own) {
        ObjectNode all = NODES.objectNode();
        parameters().forEach(parameter -> all.set(parameter.name(), parameter.declaration()));
        own.properties()
                .forEach(entry -> all.putObject(entry.getKey())
                        .<ObjectNode>set("Type", entry.getValue().get("Type"))
                        .<ObjectNode>set("Description", entry.getValue().get("Description"))
                        .setAll((ObjectNode) entry.getValue()));
        return all;
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
