package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allowput.infra.Release;

/**
 * The parameters of a plain template as a configuration whose version is in the descriptions of the functions and of
 * their published versions. A version of a function is published when its description changes, which holds 256
 * characters; a configuration holds 1 MB. Any other content replaces the configuration's version, and {@code Ref} is
 * its number. Nothing reads the configuration.
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

    private FunctionConfiguration() {}

    /** Adds it to a template that has functions. */
    static void addTo(ObjectNode template) {
        ObjectNode resources = (ObjectNode) template.get("Resources");
        resources.forEach(resource -> {
            String type = resource.get("Type").asText();
            ObjectNode properties = (ObjectNode) resource.get("Properties");
            if (type.equals("AWS::Lambda::Function")) {
                Substitution of = Substitution.of(properties.get("Description")).orElseThrow();
                describe(properties, new Substitution(of.text() + ", version ", of.variables()));
            } else if (type.equals("AWS::Lambda::Version")) {
                describe(properties, Substitution.of("Version "));
            }
        });
        add(resources, ID + "Application", "Application")
                .put("Description", "What the functions' published versions depend on")
                .set("Name", Intrinsic.ref("AWS::StackName"));
        add(resources, ID + "Profile", "ConfigurationProfile")
                .put("Name", "parameters")
                .put("LocationUri", "hosted")
                .set("ApplicationId", Intrinsic.ref(ID + "Application"));
        add(resources, VERSION, "HostedConfigurationVersion")
                .put("ContentType", "application/json")
                .setAll(new TreeMap<>(Map.of(
                        "ApplicationId", Intrinsic.ref(ID + "Application"),
                        "ConfigurationProfileId", Intrinsic.ref(ID + "Profile"),
                        "Content", Substitution.of(content(template)).node())));
    }

    private static void describe(ObjectNode properties, Substitution begin) {
        String text = begin.text() + Release.version() + ", configuration ${" + VERSION + "}";
        properties.set("Description", new Substitution(text, begin.variables()).node());
    }

    private static String content(JsonNode template) {
        return template.get("Parameters").properties().stream()
                .filter(parameter -> !parameter.getValue().path("NoEcho").asBoolean())
                .map(Map.Entry::getKey)
                .map(name -> "\"" + name + "\":\"${" + name + "}\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static ObjectNode add(ObjectNode resources, String id, String type) {
        return resources.putObject(id).put("Type", "AWS::AppConfig::" + type).putObject("Properties");
    }
}
