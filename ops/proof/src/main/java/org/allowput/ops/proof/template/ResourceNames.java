package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.TemplateException.unexpected;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code Ref} and {@code Fn::GetAtt} give for the types of resources whose names and ARNs are known. Where AWS
 * chooses a name, it is one that nothing else has.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html">ARNs of the
 *     resources of each service</a>
 */
record ResourceNames(Template template, Resolver resolver) {
    private static final String HERE = "${AWS::Region}:${AWS::AccountId}:";

    /** The property with the name, and the ARN behind the partition. */
    private record Form(String property, String arn) {}

    private static final Map<String, Form> FORMS = Map.of(
            "AWS::S3::Bucket", new Form("BucketName", "s3:::${BucketName}"),
            "AWS::IAM::Role", new Form("RoleName", "iam::${AWS::AccountId}:role${Path}${RoleName}"),
            "AWS::SQS::Queue", new Form("QueueName", "sqs:" + HERE + "${QueueName}"),
            "AWS::SNS::Topic", new Form("TopicName", "sns:" + HERE + "${TopicName}"),
            "AWS::Events::Rule", new Form("Name", "events:" + HERE + "rule/${Name}"),
            "AWS::Logs::LogGroup", new Form("LogGroupName", "logs:" + HERE + "log-group:${LogGroupName}"),
            "AWS::Lambda::Function", new Form("FunctionName", "lambda:" + HERE + "function:${FunctionName}"),
            "AWS::Lambda::Alias", new Form("Name", "lambda:" + HERE + "function:${FunctionName}:${Name}"),
            "AWS::CloudWatch::Alarm", new Form("AlarmName", "cloudwatch:" + HERE + "alarm:${AlarmName}"),
            "AWS::StepFunctions::StateMachine",
                    new Form("StateMachineName", "states:" + HERE + "stateMachine:${StateMachineName}"));

    private Map<String, Object> resource(String id) {
        return Optional.ofNullable(template.section("Resources").get(id))
                .map(Template::map)
                .orElseThrow(() -> unexpected(id, "a parameter, or a resource of the template"));
    }

    private String type(String id) {
        return String.valueOf(resource(id).get("Type"));
    }

    /** What {@code Ref} gives. */
    String reference(String id) {
        return switch (type(id)) {
            case "AWS::SQS::Queue" ->
                resolver.substituted(
                        "https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${Name}",
                        Map.of("Name", name(id)));
            case "AWS::Lambda::Alias", "AWS::SNS::Topic", "AWS::StepFunctions::StateMachine" -> arn(id);
            // Nothing that decides access has the name or an attribute of these.
            case "AWS::AppConfig::Application",
                    "AWS::AppConfig::ConfigurationProfile",
                    "AWS::AppConfig::HostedConfigurationVersion",
                    "AWS::Lambda::Version" -> id;
            default -> name(id);
        };
    }

    /** What {@code Fn::GetAtt} gives. */
    String attribute(String attribute) {
        String[] parts = attribute.split("\\.", 2);
        String type = type(parts[0]);
        return switch (parts.length == 2 ? parts[1] : "") {
            case "Arn" -> arn(parts[0]) + (type.equals("AWS::Logs::LogGroup") ? ":*" : "");
            case "QueueName" -> name(parts[0]);
            case "Version", "AlarmName" -> attribute;
            default -> throw unexpected("the attribute " + attribute, "Arn");
        };
    }

    private Form form(String id) {
        return Optional.ofNullable(FORMS.get(type(id)))
                .orElseThrow(() -> unexpected(id + " of the type " + type(id), "one of " + FORMS.keySet()));
    }

    private String name(String id) {
        return property(id, form(id).property(), id);
    }

    /** The text of a property, or another one if the resource does not have it. */
    private String property(String id, String name, String otherwise) {
        return resolver.once("Resources." + id + ".Properties." + name, () -> {
            Object node = Template.map(resource(id).get("Properties")).get(name);
            return resolver.value(node).isPresent() ? resolver.name(node) : otherwise;
        });
    }

    private String arn(String id) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("Path", property(id, "Path", "/"));
        variables.put("FunctionName", property(id, "FunctionName", id));
        variables.put(form(id).property(), name(id));
        return resolver.substituted("arn:${AWS::Partition}:" + form(id).arn(), variables);
    }
}
