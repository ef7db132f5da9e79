package org.allowput.ops.proof.template;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The environment variables of account B's functions, which name what they are meant to use. */
public final class SourceVariables {
    /** A variable of the functions that copy. */
    private static final String COPIES = "SOURCE_BUCKET";
    /** The first of Unicode's characters for private use. */
    private static final char UNKNOWN = '\uE000';
    /** A variable of the function that compares on a schedule. */
    private static final String COMPARES = "ReceiptsBucketName";

    private final Template template;
    private final Intrinsics intrinsics;
    private final Map<String, Object> variables;

    private SourceVariables(Template template, Intrinsics intrinsics, List<Template.Resource> functions) {
        this.template = template;
        this.intrinsics = intrinsics;
        this.variables = functions.stream().map(SourceVariables::variables).reduce(Map.of(), (one, other) -> {
            Map<String, Object> all = new TreeMap<>(one);
            all.putAll(other);
            return all;
        });
    }

    /** Those of the functions that copy. */
    public static SourceVariables ofCopies(Template template, Intrinsics intrinsics) {
        return new SourceVariables(template, intrinsics, functions(template, COPIES));
    }

    /** Those of the function that compares on a schedule. */
    public static SourceVariables ofComparison(Template template, Intrinsics intrinsics) {
        return new SourceVariables(template, intrinsics, functions(template, COMPARES));
    }

    /** Those of some functions, of a role: another role's functions use something else. */
    public SourceVariables of(List<Template.Resource> functions) {
        return new SourceVariables(template, intrinsics, functions);
    }

    /** Those of each function that copies or compares. */
    public List<SourceVariables> ofEach() {
        return Stream.of(COPIES, COMPARES)
                .flatMap(having -> functions(template, having).stream())
                .map(function -> of(List.of(function)))
                .toList();
    }

    /** Whether the template is one of account B: it has a function that names a source bucket. */
    public static boolean isIn(Template template) {
        return !functions(template, COPIES).isEmpty();
    }

    /** The functions that compare on a schedule. */
    public static List<Template.Resource> comparisons(Template template) {
        return functions(template, COMPARES);
    }

    public static boolean compares(Template.Resource function) {
        return variables(function).containsKey(COMPARES);
    }

    private static List<Template.Resource> functions(Template template, String having) {
        return template.resources("AWS::Lambda::Function").stream()
                .filter(function -> variables(function).containsKey(having))
                .toList();
    }

    private static Map<String, Object> variables(Template.Resource function) {
        return Template.map(
                Template.map(function.properties().get("Environment")).get("Variables"));
    }

    /** The values of a variable, by conditions; one that is missing is empty. */
    public List<ConditionalValue<Text>> values(String name) {
        return intrinsics.text(withEmptyForNoValue(variables.getOrDefault(name, "")), "the variable " + name);
    }

    private static Object withEmptyForNoValue(Object node) {
        if (Map.of("Ref", "AWS::NoValue").equals(node)) {
            return "";
        }
        return node instanceof Map<?, ?> choice && choice.get("Fn::If") instanceof List<?> arguments
                ? Map.of(
                        "Fn::If",
                        List.of(
                                arguments.get(0),
                                withEmptyForNoValue(arguments.get(1)),
                                withEmptyForNoValue(arguments.get(2))))
                : node;
    }

    /**
     * The one value of a variable.
     *
     * @throws IllegalArgumentException if the function has no such variable
     */
    public Text required(String name) {
        Text value = intrinsics.only(variables.get(name), "the variable " + name);
        if (value.equals(Text.EMPTY)) {
            throw new IllegalArgumentException("The function has no environment variable " + name
                    + "; expected a template that the CDK app has made");
        }
        return value;
    }

    /**
     * The ARN of the workflow for large objects.
     *
     * @throws IllegalArgumentException if the function has none
     */
    public Text stateMachine() {
        return required("LARGE_OBJECTS_STATE_MACHINE_ARN");
    }

    /**
     * How the keys begin that the function copies: one for each pattern of its rules.
     *
     * @param selection the variable that has the rules as JSON
     */
    public List<ConditionalValue<Text>> keyPrefixes(String selection) {
        Text rules = required(selection);
        List<Text.Piece> unknown = rules.pieces().stream()
                .filter(piece -> !(piece instanceof Text.Piece.Literal))
                .toList();
        // A character that no key of a template has stands for what is not known in the JSON.
        String json = rules.pieces().stream()
                .map(piece -> piece instanceof Text.Piece.Literal(String characters)
                        ? characters
                        : Character.toString(UNKNOWN + unknown.indexOf(piece)))
                .collect(Collectors.joining());
        try {
            return JSON.std.listFrom(json).stream()
                    .flatMap(rule -> ((List<?>) Template.map(rule).getOrDefault("include", List.of("**"))).stream())
                    .map(pattern -> String.valueOf(pattern).replaceFirst("[*?].*", ""))
                    .map(prefix -> prefix.chars()
                            .mapToObj(character -> character >= UNKNOWN && character < UNKNOWN + unknown.size()
                                    ? new Text(List.of(unknown.get(character - UNKNOWN)))
                                    : Text.of(Character.toString(character)))
                            .reduce(Text.EMPTY, Text::then))
                    .map(ConditionalValue::always)
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The environment variable %s is not a list in JSON: %s".formatted(selection, rules), e);
        }
    }

    /** The ARN of the source bucket. */
    public Text sourceBucket() {
        return bucket(required("SOURCE_BUCKET"));
    }

    /** The ARN of a bucket. */
    public Text bucket(Text name) {
        return Text.of("arn:" + intrinsics.parameters().values().get("AWS::Partition") + ":s3:::")
                .then(name);
    }

    /** How the ARNs of the source account's alarms begin. */
    public Text alarms() {
        return intrinsics.alarms(required("SOURCE_ACCOUNT"));
    }

    /** The ARNs of all resources of a type, as {@link Intrinsics} writes them. */
    public List<Text> arns(String type) {
        return intrinsics.arns(type);
    }

    /**
     * The ARN of the resource of the template to which a variable refers.
     *
     * @throws UnsupportedPolicyException if it refers to none: what is elsewhere is not the function's own
     */
    public Text arn(String name) {
        return intrinsics.arnOf(variables.get(name), "the variable " + name);
    }
}
