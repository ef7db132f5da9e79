package org.allowput.infra.plain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.contract.TargetGrant;
import org.allowput.infra.DeployedSetting;
import org.allowput.infra.FunctionZips;
import org.allowput.infra.ReplicationApp;
import org.allowput.infra.SourceAccountStack;
import org.allowput.infra.TargetAccountStack;
import org.allowput.infra.grant.GrantParameter;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.template.Intrinsic;
import org.allowput.infra.template.IntrinsicPlaces;
import org.allowput.infra.template.PlainParameter;
import org.allowput.infra.template.TemplateMerge;
import org.allowput.infra.template.TemplateNames;
import org.allowput.infra.template.Variant;
import software.amazon.awscdk.App;
import software.amazon.awscdk.DefaultStackSynthesizer;

/**
 * A template of one stack with parameters, for those without the CDK: no assets, no bootstrapped account. It is made of
 * what the stack's constructs synthesize with placeholders for the values, once with each option; what differs becomes
 * conditional.
 *
 * @param stack the id of the stack
 * @param parameters its parameters, in the order of the console; the ExternalId is the stack's own
 * @param combinations conditions that no parameter decides alone
 * @param rules that CloudFormation checks before it changes anything, as JSON; empty for none
 * @param metadata of the template, as JSON
 * @param settings of the template that all options add to
 * @param references to parameters by the placeholder for each, in the form that {@code Fn::Sub} takes
 */
public record PlainTemplate(
        String stack,
        List<PlainParameter> parameters,
        List<PlainParameter> combinations,
        String rules,
        String metadata,
        Map<String, String> settings,
        Map<String, String> references) {
    /** A function's published version keeps it, and nothing may show it. */
    private static final String WITH_ANOTHER_REVISION = ". Secret: change it with another Revision";

    static final String WORKFLOW_BUCKET = "LargeObjectsBucketName";
    static final String CALLERS = "AlarmCallers";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Outputs that state each option, and so are not merged. */
    private static final List<String> COMPOSED = List.of(StackOutput.OPT_INS.id(), StackOutput.TARGET_GRANT.id());

    /** With the settings of its parameters and references to them. */
    public PlainTemplate {
        settings = new TreeMap<>(settings);
        references = new TreeMap<>(references);
        for (PlainParameter parameter : parameters) {
            settings.putAll(parameter.always());
            if (!parameter.placeholder().isEmpty()) {
                references.put(parameter.placeholder(), "${" + parameter.name() + "}");
            }
        }
    }

    /**
     * Synthesizes it.
     *
     * @param folder for what the CDK writes
     * @param zips stand for the functions; the template has their location as parameters
     */
    public ObjectNode json(Path folder, FunctionZips zips) {
        List<PlainParameter> options = Stream.concat(parameters.stream(), combinations.stream())
                .filter(PlainParameter::isOption)
                .toList();
        ObjectNode reference = synthesize(folder.resolve("reference"), zips, Map.of());
        List<Variant> variants = new ArrayList<>();
        for (PlainParameter option : options) {
            variants.add(new Variant(
                    option.condition(),
                    !option.isStructural(),
                    option.isFlag() ? "" : option.name(),
                    synthesize(folder.resolve(option.name()), zips, option.settings()),
                    applyingWith(option, options)));
        }
        return template(reference, variants, options);
    }

    /** Without the choice, its last word is not chosen either. */
    private static List<String> applyingWith(PlainParameter option, List<PlainParameter> options) {
        return Stream.concat(
                        option.combined().stream(),
                        options.stream().filter(other -> other.isLastOf(option)).map(PlainParameter::condition))
                .toList();
    }

    private ObjectNode synthesize(Path folder, FunctionZips zips, Map<String, String> ofOption) {
        Map<String, Object> context = new TreeMap<>(settings);
        context.putAll(ofOption);
        context.values().removeIf(""::equals);
        App app = new App(ReplicationApp.props(context)
                .outdir(folder.toString())
                .defaultStackSynthesizer(DefaultStackSynthesizer.Builder.create()
                        .generateBootstrapVersionRule(false)
                        .build())
                .build());
        Settings all = Settings.read(context, Map.of()).getFirst();
        if (stack.equals(TargetAccountStack.ID)) {
            new TargetAccountStack(app, all);
        } else {
            new SourceAccountStack(app, all, zips);
        }
        app.synth();
        try {
            return TemplateNames.rewrite(
                    JSON.readTree(folder.resolve(stack + ".template.json").toFile()), references);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private ObjectNode template(ObjectNode reference, List<Variant> variants, List<PlainParameter> options) {
        ObjectNode template = NODES.objectNode();
        template.put("AWSTemplateFormatVersion", "2010-09-09");
        template.set("Description", reference.get("Description"));
        template.set("Metadata", parse(metadata));
        ObjectNode declarations = template.putObject("Parameters");
        parameters.forEach(parameter -> declarations.set(parameter.name(), parameter.declaration()));
        ownParameters(reference).forEach(declarations::set);
        if (!rules.isEmpty()) {
            template.set("Rules", parse(rules));
        }
        ObjectNode conditions = template.putObject("Conditions");
        reference.path("Conditions").properties().forEach(own -> conditions.set(own.getKey(), own.getValue()));
        options.forEach(option -> conditions.set(option.condition(), option.conditionExpression()));
        template.set(
                "Resources", TemplateMerge.mergeEntries(reference.get("Resources"), section("Resources", variants)));
        ObjectNode outputs =
                TemplateMerge.mergeEntries(without(COMPOSED, reference.get("Outputs")), section("Outputs", variants));
        outputs.set(
                StackOutput.OPT_INS.id(), withValue(reference.at("/Outputs/" + StackOutput.OPT_INS.id()), optIns()));
        if (reference.at("/Outputs").has(TargetGrant.NAME)) {
            outputs.set(
                    TargetGrant.NAME,
                    withValue(
                            reference.at("/Outputs/" + TargetGrant.NAME),
                            Intrinsic.ofText(GrantParameter.ofTargetTemplate())));
        }
        template.set("Outputs", outputs);
        adjust(template);
        GrantParameter.addTo(template);
        FunctionConfiguration.addTo(template);
        removeUnusedConditions(template, options);
        IntrinsicPlaces.validate(template);
        return template;
    }

    /** That of a parameter which is only a value where it is not empty, and of which others are made. */
    private static void removeUnusedConditions(ObjectNode template, List<PlainParameter> options) {
        String text = template.toString();
        options.stream()
                .map(PlainParameter::condition)
                .filter(condition -> text.indexOf('"' + condition + '"') == text.lastIndexOf('"' + condition + '"'))
                .forEach(((ObjectNode) template.get("Conditions"))::remove);
    }

    /** The parameters of the stack itself, whose descriptions cannot refer to others. */
    private Map<String, JsonNode> ownParameters(ObjectNode reference) {
        Map<String, JsonNode> own = new TreeMap<>();
        reference.get("Parameters").properties().forEach(parameter -> {
            if (parameters.stream().noneMatch(known -> known.name().equals(parameter.getKey()))) {
                ObjectNode declaration = parameter.getValue().deepCopy();
                JsonNode description = declaration.at("/Description/Fn::Sub");
                if (description.isTextual()) {
                    declaration.put(
                            "Description",
                            description.asText().replaceAll("\\$\\{(\\w+)}", "$1")
                                    + (stack.equals(SourceAccountStack.ID)
                                                    && parameter.getKey().equals("ExternalId")
                                            ? WITH_ANOTHER_REVISION
                                            : ""));
                }
                own.put(parameter.getKey(), declaration);
            }
        });
        return own;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    private static List<Variant> section(String name, List<Variant> variants) {
        return variants.stream()
                .map(variant -> variant.with(without(COMPOSED, variant.value().get(name))))
                .toList();
    }

    private static ObjectNode without(List<String> names, JsonNode section) {
        ObjectNode copy = section.deepCopy();
        copy.remove(names);
        return copy;
    }

    private static ObjectNode withValue(JsonNode output, JsonNode value) {
        ObjectNode copy = output.deepCopy();
        copy.set("Value", value);
        return copy;
    }

    /** The names of the opt-ins that are on, separated by commas. */
    private JsonNode optIns() {
        ArrayNode names = NODES.arrayNode();
        parameters.forEach(option -> option.settings().keySet().stream()
                .filter(setting -> setting.startsWith("optIns.") || setting.equals("target.writeOnce"))
                .forEach(setting -> names.add(Intrinsic.either(
                        option.condition(),
                        NODES.textNode(setting.substring(setting.indexOf('.') + 1)),
                        Intrinsic.noValue()))));
        return Intrinsic.join(",", names);
    }

    private static void adjust(ObjectNode template) {
        ObjectNode conditions = (ObjectNode) template.get("Conditions");
        template.get("Resources").properties().forEach(entry -> {
            JsonNode resource = entry.getValue();
            // For the CDK only.
            ((ObjectNode) resource).remove("Metadata");
            if (!(resource.get("Properties") instanceof ObjectNode properties)) {
                return;
            }
            if (properties.findValuesAsText("Ref").contains(WORKFLOW_BUCKET)
                    && resource.get("Type").asText().startsWith("AWS::S3::")) {
                // The bucket outlives the option, because a retained bucket could not be created again.
                ((ObjectNode) resource).put("Condition", "Has" + WORKFLOW_BUCKET);
                conditions.set(
                        "Has" + WORKFLOW_BUCKET,
                        Intrinsic.not(
                                Intrinsic.equal(Intrinsic.ofText("${" + WORKFLOW_BUCKET + "}"), DeployedSetting.NONE)));
            }
            switch (resource.get("Type").asText()) {
                case "AWS::Lambda::Function" -> adjustFunction(properties);
                case "AWS::S3::Bucket" -> adjustNamespace(properties, conditions);
                case "AWS::Events::Rule" -> adjustCallers(properties);
                default -> {
                    // As it was synthesized.
                }
            }
        });
        template.get("Outputs").forEach(output -> {
            JsonNode name = output.at("/Export/Name");
            if (name.isObject()) {
                // The dots of a bucket's name are colons in the name of an export.
                ((ObjectNode) output.get("Export")).set("Name", Intrinsic.join(":", Intrinsic.split(".", name)));
            }
        });
    }

    /**
     * A name is in the namespace of its account and Region if it ends with {@code -an}. The text before {@code -an|} in
     * the name with a bar at its end is all of it in every other name.
     *
     * @see BucketName#isAccountRegional()
     */
    private static void adjustNamespace(ObjectNode properties, ObjectNode conditions) {
        String parameter = properties.at("/BucketName/Ref").asText();
        JsonNode name = Intrinsic.ofText("${" + parameter + "}|");
        JsonNode first = Intrinsic.call("Fn::Select", NODES.numberNode(0), Intrinsic.split("-an|", name));
        String condition = parameter + "IsAccountRegional";
        conditions.set(condition, Intrinsic.not(Intrinsic.equal(first, name)));
        properties.set(
                "BucketNamespace",
                Intrinsic.either(
                        condition, NODES.textNode(BucketName.ACCOUNT_REGIONAL_NAMESPACE), Intrinsic.noValue()));
    }

    /** The parameter {@value #CALLERS} has all of them in one text. */
    private static void adjustCallers(ObjectNode properties) {
        if (properties.at("/EventPattern/detail/userIdentity/principalId/0") instanceof ObjectNode principal) {
            principal.set("anything-but", Intrinsic.split(",", principal.at("/anything-but/0")));
        }
    }

    private static void adjustFunction(ObjectNode properties) {
        properties.putArray("Architectures").add(Intrinsic.ofText("${Architecture}"));
        properties
                .putObject("Code")
                .<ObjectNode>set("S3Bucket", Intrinsic.ofText("${CodeBucket}"))
                .set("S3Key", Intrinsic.ofText("${CodeKey}"));
    }
}
