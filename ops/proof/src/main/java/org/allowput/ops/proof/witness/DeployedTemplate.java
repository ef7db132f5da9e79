package org.allowput.ops.proof.witness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.ops.proof.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * A template with the values of one deployment.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
final class DeployedTemplate {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

    /**
     * How the ARN of a resource looks: the service with Region and account, what is before the name, and the property
     * that has the name.
     *
     * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html">ARNs of the
     *     resources of each service</a>
     */
    private record Arn(String service, String beforeName, String property) {}

    private static final Map<String, Arn> ARNS = Map.of(
            "AWS::S3::Bucket", new Arn("s3::", "", "BucketName"),
            "AWS::IAM::Role", new Arn("iam::ACCOUNT", "role", "RoleName"),
            "AWS::SQS::Queue", new Arn("sqs:REGION:ACCOUNT", "", "QueueName"),
            "AWS::SNS::Topic", new Arn("sns:REGION:ACCOUNT", "", "TopicName"),
            "AWS::Events::Rule", new Arn("events:REGION:ACCOUNT", "rule/", "Name"),
            "AWS::Logs::LogGroup", new Arn("logs:REGION:ACCOUNT", "log-group:", "LogGroupName"),
            "AWS::Lambda::Function", new Arn("lambda:REGION:ACCOUNT", "function:", "FunctionName"),
            "AWS::StepFunctions::StateMachine", new Arn("states:REGION:ACCOUNT", "stateMachine:", "StateMachineName"));

    private final Template template;
    private final Map<String, String> values;

    /**
     * One deployment.
     *
     * @param values of parameters, their parts and pseudo parameters, by their names; one that is missing has its
     *     default, or a text that tells it from the others
     */
    DeployedTemplate(Template template, Map<String, String> values) {
        this.template = template;
        this.values = new TreeMap<>(Map.of(
                "AWS::AccountId", "111111111111",
                "AWS::Partition", "aws",
                "AWS::Region", "us-east-1",
                "AWS::StackName", "stack",
                "AWS::URLSuffix", "amazonaws.com"));
        this.values.putAll(values);
    }

    /** The properties of all resources of a type that this deployment has, by their logical ids. */
    Map<String, Map<?, ?>> resources(String type) {
        Map<String, Map<?, ?>> deployed = new TreeMap<>();
        template.section("Resources").forEach((id, node) -> {
            Map<?, ?> resource = map(node);
            if (type.equals(resource.get("Type")) && isMet(resource.get("Condition"))) {
                deployed.put(id, map(value(properties(resource)).orElseThrow()));
            }
        });
        return deployed;
    }

    private static Map<?, ?> properties(Map<?, ?> resource) {
        return resource.get("Properties") instanceof Map<?, ?> properties ? properties : Map.of();
    }

    /** What {@code Ref} of a resource gives: of those in use here, a name. */
    String name(String id) {
        Map<?, ?> resource = map(template.section("Resources").get(id));
        Arn arn = ARNS.get(String.valueOf(resource.get("Type")));
        return Optional.ofNullable(arn)
                .flatMap(known -> value(properties(resource).get(known.property())))
                .map(String::valueOf)
                .orElse(id);
    }

    /**
     * What AWS chooses for a resource in this deployment, as it documents it: a name, by the logical id, or an
     * attribute, by its path. The ARN of a log group is without the wildcard for its streams.
     */
    String chosen(String path) {
        String[] parts = path.split("\\.", 2);
        if (parts.length == 1) {
            return name(path);
        }
        return parts[1].matches("(Topic)?Arn") ? documentedArn(parts[0]) : "attribute-" + path;
    }

    /** What {@code Fn::GetAtt} of {@code Arn} gives. */
    String arn(String id) {
        return documentedArn(id) + (type(id).equals("AWS::Logs::LogGroup") ? ":*" : "");
    }

    private String documentedArn(String id) {
        Map<?, ?> resource = map(template.section("Resources").get(id));
        String type = type(id);
        if (type.equals("AWS::Lambda::Alias") || type.equals("AWS::Lambda::Version")) {
            Map<?, ?> properties = properties(resource);
            String function =
                    value(properties.get("FunctionName")).map(String::valueOf).orElse("");
            String alias = value(properties.get("Name")).map(String::valueOf).orElse(id);
            return prefix("lambda:REGION:ACCOUNT") + "function:" + function + ":" + alias;
        }
        Arn arn = ARNS.get(type);
        if (arn == null) {
            return prefix("other::") + id;
        }
        String path = type.equals("AWS::IAM::Role")
                ? value(properties(resource).get("Path")).map(String::valueOf).orElse("/")
                : "";
        return prefix(arn.service()) + arn.beforeName() + path + name(id);
    }

    private String prefix(String service) {
        return "arn:" + values.get("AWS::Partition") + ":"
                + service.replace("REGION", values.getOrDefault("AWS::Region", ""))
                        .replace("ACCOUNT", values.getOrDefault("AWS::AccountId", ""))
                + ":";
    }

    /** A node with its functions evaluated; empty if it is {@code AWS::NoValue}. */
    Optional<Object> value(@Nullable Object node) {
        return switch (node) {
            case null -> Optional.empty();
            case Map<?, ?> object
            when object.size() == 1 && object.containsKey("Ref") -> reference(String.valueOf(object.get("Ref")));
            case Map<?, ?> object
            when object.size() == 1 && function(object).startsWith("Fn::") ->
                function(function(object), object.get(function(object)));
            case Map<?, ?> object -> {
                Map<Object, Object> evaluated = new TreeMap<>();
                object.forEach((key, element) -> value(element).ifPresent(value -> evaluated.put(key, value)));
                yield Optional.of(evaluated);
            }
            case List<?> list ->
                Optional.of(list.stream()
                        .flatMap(element -> value(element).stream())
                        .toList());
            default -> Optional.of(node);
        };
    }

    private static String function(Map<?, ?> object) {
        return String.valueOf(object.keySet().iterator().next());
    }

    private Optional<Object> function(String name, @Nullable Object argument) {
        return switch (name) {
            case "Fn::If" -> value(list(argument).get(isMet(list(argument).getFirst()) ? 1 : 2));
            case "Fn::Select" -> {
                int index = Integer.parseInt(String.valueOf(list(argument).getFirst()));
                Object all = list(argument).getLast();
                yield partValue(all, index)
                        .or(() -> Optional.of(list(value(all).orElseThrow()).get(index)));
            }
            case "Fn::Split" ->
                Optional.of(List.of(String.valueOf(
                                value(list(argument).getLast()).orElse(""))
                        .split(Pattern.quote(String.valueOf(list(argument).getFirst())), -1)));
            case "Fn::GetAtt" ->
                Optional.of(attribute(
                        argument instanceof List<?> path
                                ? path.stream().map(String::valueOf).collect(Collectors.joining("."))
                                : String.valueOf(argument)));
            case "Fn::Join" ->
                Optional.of(list(list(argument).get(1)).stream()
                        .flatMap(element -> value(element).stream())
                        .map(String::valueOf)
                        .collect(
                                Collectors.joining(String.valueOf(list(argument).getFirst()))));
            case "Fn::Sub" ->
                Optional.of(
                        argument instanceof List<?> list
                                ? substitute(String.valueOf(list.getFirst()), map(list.getLast()))
                                : substitute(String.valueOf(argument), Map.of()));
            default -> throw new IllegalArgumentException("expected a function of the templates, was: " + name);
        };
    }

    /**
     * The value of a part of a parameter, if it is given by itself: its name is the parameter's, a dot and the index.
     */
    private Optional<Object> partValue(@Nullable Object all, int index) {
        return all instanceof Map<?, ?> call
                        && call.get("Fn::Split") instanceof List<?> split
                        && split.getLast() instanceof Map<?, ?> reference
                ? Optional.ofNullable(values.get(reference.get("Ref") + "." + index))
                : Optional.empty();
    }

    private String substitute(String text, Map<?, ?> variables) {
        return VARIABLE.matcher(text).replaceAll(variable -> {
            String name = variable.group(1);
            return Matcher.quoteReplacement(
                    name.startsWith("!")
                            ? "${" + name.substring(1) + "}"
                            : variables.containsKey(name)
                                    ? value(variables.get(name))
                                            .map(String::valueOf)
                                            .orElse("")
                                    : name.contains(".")
                                            ? attribute(name)
                                            : reference(name)
                                                    .map(String::valueOf)
                                                    .orElse(""));
        });
    }

    private Optional<Object> reference(String name) {
        if (name.equals("AWS::NoValue")) {
            return Optional.empty();
        }
        if (name.startsWith("AWS::") || template.section("Parameters").containsKey(name)) {
            Object preset = map(template.section("Parameters").getOrDefault(name, Map.of()))
                    .get("Default");
            return Optional.of(values.getOrDefault(name, preset == null ? name : String.valueOf(preset)));
        }
        return Optional.of(
                switch (type(name)) {
                    case "AWS::SQS::Queue" ->
                        "https://sqs." + values.get("AWS::Region") + ".amazonaws.com/" + values.get("AWS::AccountId")
                                + "/" + name(name);
                    case "AWS::SNS::Topic",
                            "AWS::StepFunctions::StateMachine",
                            "AWS::Lambda::Alias",
                            "AWS::Lambda::Version" -> arn(name);
                    default -> name(name);
                });
    }

    private String attribute(String path) {
        String[] parts = path.split("\\.", 2);
        return parts[parts.length - 1].matches("(Topic)?Arn") ? arn(parts[0]) : chosen(path);
    }

    private String type(String id) {
        return String.valueOf(
                map(template.section("Resources").getOrDefault(id, Map.of())).get("Type"));
    }

    /** Whether a condition of the template is met, by its name; one that is missing is. */
    private boolean isMet(@Nullable Object name) {
        return name == null || holds(template.section("Conditions").get(String.valueOf(name)));
    }

    private boolean holds(@Nullable Object node) {
        Map<?, ?> object = map(node);
        Object argument = object.values().iterator().next();
        return switch (function(object)) {
            case "Condition" -> isMet(argument);
            case "Fn::Not" -> !holds(list(argument).getFirst());
            case "Fn::And" -> list(argument).stream().allMatch(this::holds);
            case "Fn::Or" -> list(argument).stream().anyMatch(this::holds);
            case "Fn::Equals" ->
                value(list(argument).get(0)).equals(value(list(argument).get(1)));
            default ->
                throw new IllegalArgumentException("expected a function of conditions, was: " + function(object));
        };
    }

    static Map<?, ?> map(@Nullable Object node) {
        if (node instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("expected an object, was: " + node);
    }

    /** A list; a single value is a list of one, as in policies. */
    static List<?> list(@Nullable Object node) {
        return node == null ? new ArrayList<>() : node instanceof List<?> list ? list : List.of(node);
    }
}
