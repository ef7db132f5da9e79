package org.allowput.ops.proof.template;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code Ref} and {@code Fn::GetAtt} give for the types of resources whose names and ARNs are known. Where AWS
 * chooses a name, it is one that nothing else has.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html">ARNs of the
 *     resources of each service</a>
 */
record ResourceNames(Template template, Resolver resolver, Environment environment) {
    /** The ARN up to the name with P, R and A for partition, Region and account, and the property with the name. */
    private record Form(String arn, String property) {}

    private static final Map<String, Form> FORMS = Map.of(
            "AWS::S3::Bucket", new Form("arn:P:s3:::", "BucketName"),
            "AWS::IAM::Role", new Form("arn:P:iam::A:role/", "RoleName"),
            "AWS::SQS::Queue", new Form("arn:P:sqs:R:A:", "QueueName"),
            "AWS::SNS::Topic", new Form("arn:P:sns:R:A:", "TopicName"),
            "AWS::Events::Rule", new Form("arn:P:events:R:A:rule/", "Name"),
            "AWS::Logs::LogGroup", new Form("arn:P:logs:R:A:log-group:", "LogGroupName"),
            "AWS::Lambda::Function", new Form("arn:P:lambda:R:A:function:", "FunctionName"),
            "AWS::CloudWatch::Alarm", new Form("arn:P:cloudwatch:R:A:alarm:", "AlarmName"),
            "AWS::StepFunctions::StateMachine", new Form("arn:P:states:R:A:stateMachine:", "StateMachineName"));

    /** Of which {@code Ref} gives the ARN. */
    private static final Set<String> BY_ARN = Set.of("AWS::SNS::Topic", "AWS::StepFunctions::StateMachine");

    /** Of which nothing that decides access has the name or an attribute. */
    private static final Set<String> OPAQUE = Set.of(
            "AWS::AppConfig::Application",
            "AWS::AppConfig::ConfigurationProfile",
            "AWS::AppConfig::HostedConfigurationVersion",
            "AWS::Lambda::Version");

    private Map<String, Object> resource(String id, String path) {
        return Optional.ofNullable(template.section("Resources").get(id))
                .map(Template::map)
                .orElseThrow(() -> new TemplateException(path, id, "a parameter, or a resource of the template"));
    }

    private static String type(Map<String, Object> resource) {
        return String.valueOf(resource.get("Type"));
    }

    /** What {@code Ref} gives. */
    String reference(String id, String path) {
        Map<String, Object> resource = resource(id, path);
        return switch (type(resource)) {
            case "AWS::SQS::Queue" ->
                "https://sqs." + environment.region() + "." + environment.suffix() + "/" + environment.account() + "/"
                        + name(id, resource, path);
            case "AWS::Lambda::Alias" -> arn(id, resource, path);
            case String type when BY_ARN.contains(type) -> arn(id, resource, path);
            case String type when OPAQUE.contains(type) -> id;
            default -> name(id, resource, path);
        };
    }

    /** What {@code Fn::GetAtt} gives. */
    String attribute(String attribute, String path) {
        String[] parts = attribute.split("\\.", 2);
        Map<String, Object> resource = resource(parts[0], path);
        String type = type(resource);
        return switch (parts.length == 2 ? parts[1] : "") {
            case "Arn" -> arn(parts[0], resource, path) + (type.equals("AWS::Logs::LogGroup") ? ":*" : "");
            case "QueueName" -> name(parts[0], resource, path);
            case "Version", "AlarmName" -> attribute;
            default -> throw new TemplateException(path, "the attribute " + attribute, "Arn");
        };
    }

    private String name(String id, Map<String, Object> resource, String path) {
        Form form = FORMS.get(type(resource));
        if (form == null) {
            throw new TemplateException(path, id + " of the type " + type(resource), "one of " + FORMS.keySet());
        }
        return property(id, resource, form.property()).orElse(id);
    }

    private Optional<String> property(String id, Map<String, Object> resource, String property) {
        String path = "Resources." + id + ".Properties." + property;
        return resolver.once(
                        path,
                        () -> resolver.value(
                                Template.map(resource.get("Properties")).get(property), path))
                .map(value -> {
                    if (!(value instanceof String text) || text.isEmpty()) {
                        throw new TemplateException(path, "no name", "a name, or none at all");
                    }
                    return text;
                });
    }

    private String arn(String id, Map<String, Object> resource, String path) {
        if (type(resource).equals("AWS::Lambda::Alias")) {
            String function = property(id, resource, "FunctionName").orElse("");
            return prefix("arn:P:lambda:R:A:function:") + function + ":"
                    + property(id, resource, "Name").orElse("");
        }
        String name = name(id, resource, path);
        String roles = type(resource).equals("AWS::IAM::Role")
                ? property(id, resource, "Path").orElse("/").substring(1)
                : "";
        return prefix(Objects.requireNonNull(FORMS.get(type(resource))).arn()) + roles + name;
    }

    private String prefix(String form) {
        return form.replace("P", environment.partition())
                .replace("R", environment.region())
                .replace("A", environment.account());
    }
}
