package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.TemplateException.unexpected;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code Ref} and {@code Fn::GetAtt} give for the types of {@code resource-names.txt}. Where AWS chooses a name,
 * it is one that nothing else has.
 */
final class ResourceNames {
    /** Nothing that decides access has the name or an attribute of these. */
    private static final Set<String> NEVER_USED = Set.of(
            "AWS::AppConfig::Application",
            "AWS::AppConfig::ConfigurationProfile",
            "AWS::AppConfig::HostedConfigurationVersion",
            "AWS::Lambda::Version");

    private final Template template;
    private final Resolver resolver;
    private final Map<String, String[]> forms = new TreeMap<>();

    ResourceNames(Template template, Resolver resolver) {
        this.template = template;
        this.resolver = resolver;
        TextFile.lines(ResourceNames.class, "resource-names.txt").forEach(line -> {
            String[] columns = line.split(" \\| ", 4);
            forms.put(columns[0], columns);
        });
    }

    private Map<String, Object> resource(String id) {
        return Optional.ofNullable(template.section("Resources").get(id))
                .map(Template::map)
                .orElseThrow(() -> unexpected(id, "a parameter, or a resource of the template"));
    }

    private String[] form(String id) {
        String type = String.valueOf(resource(id).get("Type"));
        return Optional.ofNullable(forms.get(type))
                .orElseThrow(() -> unexpected(id + " of the type " + type, "one of " + forms.keySet()));
    }

    /** What {@code Ref} gives. */
    String reference(String id) {
        return NEVER_USED.contains(String.valueOf(resource(id).get("Type"))) ? id : resolved(id, form(id)[3]);
    }

    /** What {@code Fn::GetAtt} gives. */
    String attribute(String attribute) {
        String[] parts = attribute.split("\\.", 2);
        resource(parts[0]);
        return switch (parts.length == 2 ? parts[1] : "") {
            case "Arn" -> resolved(parts[0], "${Arn}");
            case "QueueName" -> resolved(parts[0], "${" + form(parts[0])[1] + "}");
            case "Version", "AlarmName" -> attribute;
            default -> throw unexpected("the attribute " + attribute, "Arn");
        };
    }

    /** A text with the resource's ARN, and properties of it. */
    private String resolved(String id, String text) {
        String[] form = form(id);
        Map<String, Object> own = new TreeMap<>();
        own.put("Path", property(id, "Path", "/"));
        own.put("FunctionName", property(id, "FunctionName", id));
        own.put(form[1], property(id, form[1], id));
        return resolver.substituted(text.replace("${Arn}", "arn:${AWS::Partition}:" + form[2]), own);
    }

    /** The text of a property, or another one if the resource does not have it. */
    private String property(String id, String name, String otherwise) {
        return resolver.once("Resources." + id + ".Properties." + name, () -> {
            Object node = Template.map(resource(id).get("Properties")).get(name);
            return resolver.value(node).isPresent() ? resolver.name(node) : otherwise;
        });
    }
}
