package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.infra.Release;
import org.allowput.infra.template.Intrinsic;

/**
 * The parameters that the functions of a plain template depend on, as a configuration whose version is in the
 * descriptions of the functions and of their published versions. A version of a function is published when its
 * description changes, which holds 256 characters; a configuration holds 1 MB. Any other content replaces the
 * configuration's version, and {@code Ref} is its number. Nothing reads the configuration.
 *
 * <p>A secret is in no configuration, so that a change of it needs another {@code Revision}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appconfig-hostedconfigurationversion.html">
 *     AWS::AppConfig::HostedConfigurationVersion</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html">
 *     AWS::Lambda::Version</a>
 */
final class FunctionConfiguration {
    private static final String ID = "FunctionConfiguration";
    private static final String VERSION = ID + "Version";
    /** Of {@code Fn::Sub}: a parameter, a resource, or an attribute of one. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9]+)(\\.[^}]+)?}");

    private final JsonNode template;
    private final Set<String> parameters = new TreeSet<>();

    private FunctionConfiguration(JsonNode template) {
        this.template = template;
    }

    /** Adds it to a template, if that has functions. */
    static void addTo(ObjectNode template) {
        FunctionConfiguration configuration = new FunctionConfiguration(template);
        ObjectNode resources = (ObjectNode) template.get("Resources");
        resources.forEach(resource -> {
            if (resource.get("Type").asText().equals("AWS::Lambda::Function")) {
                configuration.collect(resource.get("Properties"));
            }
        });
        if (configuration.parameters.isEmpty()) {
            return;
        }
        resources.forEach(resource -> {
            switch (resource.get("Type").asText()) {
                case "AWS::Lambda::Function" ->
                    describe(
                            resource,
                            resource.at("/Properties/Description/Fn::Sub").asText() + ", version ");
                case "AWS::Lambda::Version" -> describe(resource, "Version ");
                default -> {
                    // Has no version.
                }
            }
        });
        configuration.addResources(resources);
    }

    private static void describe(JsonNode resource, String text) {
        ((ObjectNode) resource.get("Properties"))
                .set("Description", Intrinsic.ofText(text + Release.version() + ", configuration ${" + VERSION + "}"));
    }

    private void addResources(ObjectNode resources) {
        ObjectNode application = add(resources, ID + "Application", "Application");
        application.set("Name", Intrinsic.ofText("${FunctionName}"));
        application.put("Description", "What the functions' published versions depend on");
        ObjectNode profile = add(resources, ID + "Profile", "ConfigurationProfile");
        profile.set("ApplicationId", Intrinsic.ofText("${" + ID + "Application}"));
        profile.put("Name", "parameters").put("LocationUri", "hosted");
        ObjectNode version = add(resources, VERSION, "HostedConfigurationVersion");
        version.set("ApplicationId", Intrinsic.ofText("${" + ID + "Application}"));
        version.set("ConfigurationProfileId", Intrinsic.ofText("${" + ID + "Profile}"));
        version.put("ContentType", "application/json");
        version.set(
                "Content",
                Intrinsic.ofText(parameters.stream()
                        .map(name -> "\"" + name + "\":\"${" + name + "}\"")
                        .collect(Collectors.joining(",", "{", "}"))));
    }

    private static ObjectNode add(ObjectNode resources, String id, String type) {
        return resources.putObject(id).put("Type", "AWS::AppConfig::" + type).putObject("Properties");
    }

    private void collect(JsonNode node) {
        if (node.isTextual()) {
            REFERENCE.matcher(node.asText()).results().forEach(found -> refer(found.group(1)));
        }
        refer(node.path("Ref").asText());
        refer(node.path("Fn::GetAtt").path(0).asText());
        if (node.has("Fn::If")) {
            collect(template.at("/Conditions").path(node.at("/Fn::If/0").asText()));
        }
        node.forEach(this::collect);
    }

    /** A resource that has another name is another one. */
    private void refer(String name) {
        JsonNode parameter = template.at("/Parameters").path(name);
        if (parameter.isObject() && !parameter.path("NoEcho").asBoolean()) {
            parameters.add(name);
        }
        template.at("/Resources").path(name).path("Properties").properties().forEach(property -> {
            if (property.getKey().endsWith("Name")) {
                collect(property.getValue());
            }
        });
    }
}
