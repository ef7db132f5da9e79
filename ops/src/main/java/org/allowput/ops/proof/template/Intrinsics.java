package org.allowput.ops.proof.template;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the intrinsic functions of a template as far as they are known before deployment. A parameter stays a
 * parameter, and {@code Fn::If} gives both values, each with its condition. An attribute of a resource becomes its name
 * in braces: equal text is the same value.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
public final class Intrinsics {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?[^}]+)}");
    private static final String IF = "Fn::If";
    private static final Map<String, String> NO_VALUE = Map.of("Ref", "AWS::NoValue");

    private final Template template;
    private final Map<String, String> parameterValues;

    /**
     * The functions of a template.
     *
     * @param parameterValues of the parameters whose values are known, by their names; the others may have any
     */
    public Intrinsics(Template template, Map<String, String> parameterValues) {
        this.template = template;
        this.parameterValues = new TreeMap<>(Map.of("AWS::Partition", "aws", "AWS::URLSuffix", "amazonaws.com"));
        this.parameterValues.putAll(parameterValues);
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
        String condition = String.valueOf(arguments.get(0));
        return Stream.concat(
                        choices(arguments.get(1)).stream()
                                .map(value -> value.under(List.of(new ConditionValue(condition, true)))),
                        choices(arguments.get(2)).stream()
                                .map(value -> value.under(List.of(new ConditionValue(condition, false)))))
                .toList();
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
     * @throws UnsupportedPolicyException if it uses another function
     */
    public List<ConditionalValue<Text>> text(@Nullable Object node, String where) {
        return choices(node).stream()
                .flatMap(choice -> chosen(choice.value(), where).stream().map(text -> text.under(choice.guard())))
                .toList();
    }

    private List<ConditionalValue<Text>> chosen(Object value, String where) {
        if (!(value instanceof Map<?, ?> object)) {
            return List.of(ConditionalValue.always(Text.of(String.valueOf(value))));
        }
        String function =
                object.size() == 1 ? String.valueOf(object.keySet().iterator().next()) : "an object";
        Object argument = object.get(function);
        return switch (function) {
            case "Ref" -> List.of(ConditionalValue.always(reference(String.valueOf(argument))));
            case "Fn::GetAtt" -> List.of(ConditionalValue.always(attribute(argument)));
            case "Fn::Join" -> join(Template.list(argument), where);
            case "Fn::Sub" -> substitute(argument, where);
            default ->
                throw new UnsupportedPolicyException(
                        where, function, "text, Ref, Fn::GetAtt, Fn::If, Fn::Join or Fn::Sub");
        };
    }

    private Text reference(String name) {
        String known = parameterValues.get(name);
        if (known != null) {
            return Text.of(known);
        }
        return name.startsWith("AWS::") || template.section("Parameters").containsKey(name)
                ? Text.ofParameter(name)
                : bucketName(name, "{" + name + "}");
    }

    private Text attribute(@Nullable Object argument) {
        String path = argument instanceof List<?> parts
                ? String.join(".", parts.stream().map(String::valueOf).toList())
                : String.valueOf(argument);
        String logicalId = path.split("\\.", 2)[0];
        return path.equals(logicalId + ".Arn") && !bucketName(logicalId, "").equals(Text.EMPTY)
                ? Text.of("arn:" + parameterValues.get("AWS::Partition") + ":s3:::")
                        .then(bucketName(logicalId, ""))
                : Text.of("{" + path + "}");
    }

    /** The name of a bucket of the template, which policies may state as well; otherwise another text. */
    private Text bucketName(String logicalId, String otherwise) {
        return template.resources("AWS::S3::Bucket").stream()
                .filter(bucket -> bucket.logicalId().equals(logicalId)
                        && bucket.properties().containsKey("BucketName"))
                .map(bucket -> only(bucket.properties().get("BucketName"), logicalId))
                .findFirst()
                .orElse(Text.of(otherwise));
    }

    private List<ConditionalValue<Text>> join(List<Object> arguments, String where) {
        Text delimiter = Text.of(String.valueOf(arguments.get(0)));
        List<ConditionalValue<Text>> joined = List.of();
        for (Object element : Template.list(arguments.get(1))) {
            List<ConditionalValue<Text>> next = part(element, where);
            joined = joined.isEmpty()
                    ? next
                    : product(product(joined, List.of(ConditionalValue.always(delimiter))), next);
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
        boolean hasVariables = argument instanceof List<?>;
        String text = String.valueOf(hasVariables ? Template.list(argument).get(0) : argument);
        Map<String, Object> variables =
                hasVariables ? Template.map(Template.list(argument).get(1)) : Map.of();
        List<ConditionalValue<Text>> substituted = List.of(ConditionalValue.always(Text.EMPTY));
        int end = 0;
        for (MatchResult match : VARIABLE.matcher(text).results().toList()) {
            Text before = Text.of(text.substring(end, match.start()));
            substituted = product(
                    product(substituted, List.of(ConditionalValue.always(before))),
                    variable(match.group(1), variables, where));
            end = match.end();
        }
        return product(substituted, List.of(ConditionalValue.always(Text.of(text.substring(end)))));
    }

    private List<ConditionalValue<Text>> variable(String name, Map<String, Object> variables, String where) {
        if (name.startsWith("!")) {
            return List.of(ConditionalValue.always(Text.of("${" + name.substring(1) + "}")));
        }
        if (variables.containsKey(name)) {
            return part(variables.get(name), where);
        }
        return List.of(ConditionalValue.always(name.contains(".") ? attribute(name) : reference(name)));
    }

    private static List<ConditionalValue<Text>> product(
            List<ConditionalValue<Text>> first, List<ConditionalValue<Text>> second) {
        return first.stream()
                .flatMap(one -> second.stream()
                        .map(other -> one.with(one.value().then(other.value())).under(other.guard())))
                .toList();
    }
}
