package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.infra.FunctionZips;
import org.allowput.infra.ReplicationApp;
import org.allowput.infra.SourceAccountStack;
import org.allowput.infra.TargetAccountStack;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.SettingsReader;
import software.amazon.awscdk.App;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Stack;

/**
 * A template of one stack with parameters, for those without the CDK: no assets, no bootstrapped account. The stack's
 * constructs synthesize it once, with every option and with values that stand for those of the parameters.
 */
public enum PlainTemplate {
    /** Account A's: all that account A decides. */
    TARGET("Target"),
    /** Account B's: what people without the CDK need. Account A's grant is one parameter. */
    SOURCE("Source");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern VALUE = Pattern.compile("(?m)^(.*?) = (.+?)(?: -> (.+))?$");
    private static final Pattern PATTERN_OF_TARGET = Pattern.compile("\\$\\((\\w+)\\)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final JsonNode DECLARED = JSON.valueToTree(PackagedFile.yaml("/plain-templates.yaml"));

    private final String section;

    PlainTemplate(String section) {
        this.section = section;
    }

    /** What the stack has not. */
    private JsonNode declared() {
        return DECLARED.required(section);
    }

    /** In the order of the console; those with the ExternalIds are the stack's own. */
    public List<PlainParameter> parameters() {
        return declared()
                .get("Parameters")
                .propertyStream()
                .map(parameter -> PlainParameter.of(parameter.getKey(), parameter.getValue()))
                .map(parameter -> parameter.matching(PATTERN_OF_TARGET
                        .matcher(parameter.pattern())
                        .replaceAll(found -> Matcher.quoteReplacement(TARGET.pattern(found.group(1))))))
                .toList();
    }

    /** Of a parameter that is not empty. */
    private String pattern(String name) {
        return parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow()
                .pattern()
                .replaceFirst("^\\|", "");
    }

    /** The comments for readers, by the ids of the resources that they are before. */
    public Map<String, String> comments() {
        return declared()
                .get("Comments")
                .propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, comment -> comment.getValue().asText()));
    }

    /**
     * Synthesizes it.
     *
     * @param folder for what the CDK writes
     * @param zips stand for the functions; the template has their location as parameters
     */
    public ObjectNode json(Path folder, FunctionZips zips) {
        Map<String, Object> context = new TreeMap<>();
        Map<String, String> references = new TreeMap<>();
        VALUE.matcher(declared().get("Values").asText()).results().forEach(found -> {
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
        Settings settings = SettingsReader.read(context, Map.of()).getFirst();
        Stack stack = switch (this) {
            case TARGET -> new TargetAccountStack(app, settings);
            case SOURCE -> new SourceAccountStack(app, settings, zips);
        };
        declared().path("Without").forEach(id -> stack.getNode().tryRemoveChild(id.asText()));
        Object synthesized = app.synth().getStackArtifact(stack.getArtifactId()).getTemplate();
        return template(JSON.valueToTree(synthesized), references);
    }

    private ObjectNode template(JsonNode synthesized, Map<String, String> references) {
        Map<String, JsonNode> variables = declared()
                .path("Variables")
                .propertyStream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        ObjectNode rewritten = TemplateNames.rewrite(synthesized, references, variables);
        ObjectNode template = NODES.objectNode().put("AWSTemplateFormatVersion", "2010-09-09");
        template.set("Description", rewritten.get("Description"));
        template.set("Parameters", withOwn(synthesized.get("Parameters")));
        // For the CDK only.
        rewritten.get("Resources").forEach(resource -> ((ObjectNode) resource).remove("Metadata"));
        for (String section : List.of("Rules", "Conditions", "Resources")) {
            ObjectNode ofStack = (ObjectNode) rewritten.get(section);
            template.set(
                    section, ofStack.setAll((ObjectNode) declared().get(section).deepCopy()));
        }
        template.set("Outputs", rewritten.get("Outputs"));
        new ConditionalParts(template).makeConditional(declared().get("Parts"));
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
}
