package org.allowput.ops.proof.template;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the intrinsic functions of a template as far as they are known before deployment. A parameter stays a
 * parameter, {@code Fn::If} gives both values, each with its condition, and what AWS chooses for a resource stays an
 * attribute. An ARN is spelled out as AWS documents it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
public final class Intrinsics {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?[^}]+)}");
    private static final String IF = "Fn::If";
    private static final Map<String, String> NO_VALUE = Map.of("Ref", "AWS::NoValue");
    /** More values of one text take more time than anybody waits. */
    private static final int MOST_CHOICES = 1024;

    private final Template template;
    private final Parameters parameters;

    /**
     * The functions of a template.
     *
     * @param parameterValues of the parameters whose values are known, by their names; the others may have any
     */
    public Intrinsics(Template template, Map<String, String> parameterValues) {
        this.template = template;
        this.parameters = new Parameters(template, parameterValues);
    }

    public Parameters parameters() {
        return parameters;
    }

    /** The values of a node, by conditions; none if it is {@code AWS::NoValue}. */
    public List<ConditionalValue<Object>> choices(@Nullable Object node) {
        if (node == null || NO_VALUE.equals(node)) {
            return List.of();
        }
        if (!(node instanceof Map<?, ?> object) || !object.containsKey(IF)) {
            return List.of(ConditionalValue.always(node));
        }
        List<Object> arguments = Template.list(object.get(IF));
        if (object.size() != 1
                || arguments.size() != 3
                || !(arguments.getFirst() instanceof String condition)
                || !template.section("Conditions").containsKey(condition)) {
            throw new UnsupportedPolicyException(
                    template.place(IF, object), String.valueOf(object.keySet()), "a condition and two values");
        }
        return Stream.concat(
                        choices(arguments.get(1)).stream()
                                .map(value -> value.under(List.of(new ConditionValue(condition, true)))),
                        choices(arguments.get(2)).stream()
                                .map(value -> value.under(List.of(new ConditionValue(condition, false)))))
                .toList();
    }

    /** The ARNs of all resources of a type, as {@link #attribute} writes them. */
    public List<Text> arns(String type) {
        return template.resources(type).stream()
                .map(resource -> attribute(resource.logicalId() + ".Arn", type))
                .toList();
    }

    /** How the ARNs of an account's alarms begin, in the Region of the stack. */
    public Text alarms(Text account) {
        return only(Map.of("Fn::Sub", "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:"), "the ARN of an alarm")
                .then(account)
                .then(":alarm:");
    }

    /** The elements of a list, or the one value. */
    public List<ConditionalValue<Object>> elements(@Nullable Object node) {
        return choices(node).stream()
                .flatMap(choice -> Template.list(choice.value()).stream()
                        .flatMap(element -> choices(element).stream().map(value -> value.under(choice.guard()))))
                .toList();
    }

    /** The elements of a list, or the one value, as text. */
    public List<ConditionalValue<Text>> texts(@Nullable Object node, String where) {
        return elements(node).stream()
                .flatMap(element -> text(element.value(), where).stream().map(text -> text.under(element.guard())))
                .toList();
    }

    /** A text that no condition changes; empty if there is none. */
    public Text only(@Nullable Object node, String where) {
        List<ConditionalValue<Text>> texts = text(node, where);
        if (texts.size() > 1) {
            throw new UnsupportedPolicyException(where, IF, "the same value under every condition");
        }
        return texts.isEmpty() ? Text.EMPTY : texts.getFirst().value();
    }

    /**
     * A text, by conditions.
     *
     * @param where it is in the template, for errors
     * @throws UnsupportedPolicyException if it uses another function, or a dynamic reference
     */
    public List<ConditionalValue<Text>> text(@Nullable Object node, String where) {
        List<ConditionalValue<Text>> texts = choices(node).stream()
                .flatMap(choice -> chosen(choice.value(), where).stream().map(text -> text.under(choice.guard())))
                .toList();
        for (ConditionalValue<Text> text : texts) {
            // Also one that a parameter completes.
            if (text.value().toString().contains("{{")) {
                throw new UnsupportedPolicyException(where, "the dynamic reference " + text.value(), "the value");
            }
        }
        return texts;
    }

    private List<ConditionalValue<Text>> chosen(Object value, String where) {
        if (value instanceof List<?>) {
            throw new UnsupportedPolicyException(where, "a list", "text");
        }
        if (!(value instanceof Map<?, ?> object)) {
            return List.of(ConditionalValue.always(Text.of(String.valueOf(value))));
        }
        String function =
                object.size() == 1 ? String.valueOf(object.keySet().iterator().next()) : "an object";
        Object argument = object.get(function);
        return switch (function) {
            case "Ref" -> List.of(ConditionalValue.always(reference(String.valueOf(argument), where)));
            case "Fn::GetAtt" -> {
                String path = argument instanceof List<?> parts
                        ? String.join(".", parts.stream().map(String::valueOf).toList())
                        : String.valueOf(argument);
                yield List.of(ConditionalValue.always(attribute(path, where)));
            }
            case "Fn::Join" -> join(Template.list(argument), where);
            case "Fn::Sub" -> substitute(argument, where);
            case "Fn::Select" -> List.of(ConditionalValue.always(selected(argument, where)));
            default ->
                throw new UnsupportedPolicyException(
                        where, function, "text, Ref, Fn::GetAtt, Fn::If, Fn::Join, Fn::Select or Fn::Sub");
        };
    }

    private Text selected(@Nullable Object arguments, String where) {
        String name = SplitParameters.name(arguments)
                .filter(parameters.parts()::contains)
                .orElseThrow(() -> new UnsupportedPolicyException(
                        where, "Fn::Select", "a number, and Fn::Split of a delimiter and a parameter"));
        return reference(name, where);
    }

    /** The value of {@code Ref}, or a part of a parameter. */
    public Text reference(String name, String where) {
        if (parameters.names().contains(name) || parameters.parts().contains(name)) {
            if (parameters.isList(name)) {
                throw new UnsupportedPolicyException(where, "the list " + name, "parameters of the type String");
            }
            return parameters.shown(name).map(Text::of).orElseGet(() -> Text.ofParameter(name));
        }
        return switch (resource(name, where).type()) {
            case "AWS::SQS::Queue" -> Text.ofAttribute(name);
            case "AWS::StepFunctions::StateMachine", "AWS::SNS::Topic", "AWS::Lambda::Alias", "AWS::Lambda::Version" ->
                attribute(name + ".Arn", where);
            default -> name(name, where);
        };
    }

    /**
     * The value of {@code Fn::GetAtt}.
     *
     * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html">ARNs of the
     *     resources of each service</a>
     */
    public Text attribute(String path, String where) {
        String[] parts = path.split("\\.", 2);
        Template.Resource resource = resource(parts[0], where);
        if (parts.length < 2) {
            throw new UnsupportedPolicyException(where, "Fn::GetAtt of " + path, "a resource and an attribute");
        }
        if (!parts[1].equals("Arn") && !parts[1].equals("TopicArn")) {
            return Text.ofAttribute(path);
        }
        return switch (resource.type()) {
            case "AWS::S3::Bucket" -> arn("s3", "::").then(name(parts[0], where));
            case "AWS::IAM::Role" -> role(resource, where);
            // A wildcard in a policy:
            // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
            case "AWS::Logs::LogGroup" -> Text.ofAttribute(path).then(":*");
            default -> Text.ofAttribute(path);
        };
    }

    /**
     * The ARN of the resource that a node refers to.
     *
     * @throws UnsupportedPolicyException if the node is no {@code Ref}
     */
    public Text arnOf(@Nullable Object reference, String where) {
        if (!(reference instanceof Map<?, ?> object) || !(object.get("Ref") instanceof String logicalId)) {
            throw new UnsupportedPolicyException(where, String.valueOf(reference), "Ref of a resource of the template");
        }
        return attribute(logicalId + ".Arn", where);
    }

    private Text role(Template.Resource resource, String where) {
        Text path = only(resource.properties().getOrDefault("Path", "/"), where);
        return arn("iam", ":")
                .then(Text.ofParameter("AWS::AccountId"))
                .then(":role")
                .then(path)
                .then(name(resource.logicalId(), where));
    }

    Text arn(String service, String beforeName) {
        return Text.of("arn:" + parameters.values().get("AWS::Partition") + ":" + service + ":" + beforeName);
    }

    /** The name that the template gives to a resource, or that AWS chooses. */
    private Text name(String logicalId, String where) {
        Template.Resource resource = resource(logicalId, where);
        String property = switch (resource.type()) {
            case "AWS::Events::Rule", "AWS::Lambda::Alias" -> "Name";
            case "AWS::IAM::Role" -> "RoleName";
            case "AWS::Lambda::Function" -> "FunctionName";
            case "AWS::Logs::LogGroup" -> "LogGroupName";
            case "AWS::S3::Bucket" -> "BucketName";
            case "AWS::SNS::Topic" -> "TopicName";
            case "AWS::SQS::Queue" -> "QueueName";
            case "AWS::StepFunctions::StateMachine" -> "StateMachineName";
            default -> "";
        };
        Object name = resource.properties().get(property);
        List<ConditionalValue<Text>> names = text(name, where);
        // A name under conditions is one that is not known: what is proven holds for each.
        return names.size() == 1 && names.getFirst().guard().isEmpty()
                ? names.getFirst().value()
                : Text.ofAttribute(logicalId);
    }

    private Template.Resource resource(String logicalId, String where) {
        return template.resources().stream()
                .filter(resource -> resource.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow(() -> new UnsupportedPolicyException(
                        where, "a reference to " + logicalId, "the name of a parameter or resource"));
    }

    private List<ConditionalValue<Text>> join(List<Object> arguments, String where) {
        if (arguments.size() != 2 || !(arguments.getLast() instanceof List<?> elements)) {
            throw new UnsupportedPolicyException(where, "Fn::Join", "a delimiter and a list");
        }
        Text delimiter = Text.of(String.valueOf(arguments.getFirst()));
        List<ConditionalValue<Text>> joined = List.of();
        for (Object element : elements) {
            List<ConditionalValue<Text>> next = part(element, where);
            joined = joined.isEmpty()
                    ? next
                    : product(product(joined, List.of(ConditionalValue.always(delimiter)), where), next, where);
        }
        return joined;
    }

    /** A part of a text; without a part, the text would be another one, and not absent as the part is. */
    private List<ConditionalValue<Text>> part(@Nullable Object node, String where) {
        if (mayBeAbsent(node)) {
            throw new UnsupportedPolicyException(where, "AWS::NoValue in a text", "a text under every condition");
        }
        return text(node, where);
    }

    private static boolean mayBeAbsent(@Nullable Object node) {
        return NO_VALUE.equals(node)
                || (node instanceof Map<?, ?> object
                        && object.containsKey(IF)
                        && Template.list(object.get(IF)).stream().skip(1).anyMatch(Intrinsics::mayBeAbsent));
    }

    private List<ConditionalValue<Text>> substitute(@Nullable Object argument, String where) {
        boolean hasVariables = argument instanceof List<?> list && list.size() == 2;
        if (!hasVariables && !(argument instanceof String)) {
            throw new UnsupportedPolicyException(where, "Fn::Sub", "text, or a list of text and variables");
        }
        String text = String.valueOf(hasVariables ? Template.list(argument).get(0) : argument);
        Map<String, Object> variables =
                hasVariables ? Template.object(Template.list(argument).get(1), where) : Map.of();
        List<ConditionalValue<Text>> substituted = List.of(ConditionalValue.always(Text.EMPTY));
        int end = 0;
        for (MatchResult match : VARIABLE.matcher(text).results().toList()) {
            Text before = Text.of(text.substring(end, match.start()));
            substituted = product(
                    product(substituted, List.of(ConditionalValue.always(before)), where),
                    variable(match.group(1), variables, where),
                    where);
            end = match.end();
        }
        return product(substituted, List.of(ConditionalValue.always(Text.of(text.substring(end)))), where);
    }

    private List<ConditionalValue<Text>> variable(String name, Map<String, Object> variables, String where) {
        if (name.startsWith("!")) {
            return List.of(ConditionalValue.always(Text.of("${" + name.substring(1) + "}")));
        }
        if (variables.containsKey(name)) {
            return part(variables.get(name), where);
        }
        return List.of(ConditionalValue.always(name.contains(".") ? attribute(name, where) : reference(name, where)));
    }

    private static List<ConditionalValue<Text>> product(
            List<ConditionalValue<Text>> first, List<ConditionalValue<Text>> second, String where) {
        if ((long) first.size() * second.size() > MOST_CHOICES) {
            throw new UnsupportedPolicyException(
                    where, "a text of more than " + MOST_CHOICES + " values", "fewer Fn::If in one text");
        }
        return first.stream()
                .flatMap(one -> second.stream()
                        .map(other -> one.with(one.value().then(other.value())).under(other.guard())))
                .toList();
    }
}
