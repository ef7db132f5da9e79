package org.allowput.policy.template;

import static org.allowput.policy.template.Template.list;
import static org.allowput.policy.template.Template.map;
import static org.allowput.policy.template.TemplateException.at;
import static org.allowput.policy.template.TemplateException.require;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the intrinsic functions and conditions that the templates of this project use. A function, a number of
 * arguments or a condition that it does not know is refused with a {@link TemplateException}, or below the first part
 * with an {@link IllegalArgumentException}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
public final class IntrinsicFunctions {
    /** What {@code AWS::NoValue} is, and what is not there. */
    public static final Object NOTHING = Template.NOTHING;

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private static final Set<String> CONDITIONS = Set.of("Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or");

    private final Template template;
    private final UnaryOperator<String> references;
    /** The paths of what is being evaluated. */
    private final Set<String> evaluating = new HashSet<>();

    /**
     * Evaluates functions in a template.
     *
     * @param references what a name in {@code Ref}, and a name, dot and attribute in {@code Fn::GetAtt}, stand for; it
     *     throws an {@link IllegalArgumentException} for one that it does not know
     */
    public IntrinsicFunctions(Template template, UnaryOperator<String> references) {
        this.template = template;
        this.references = references;
    }

    /** A node with its functions evaluated: lists, maps, texts, numbers and truth values, or {@link #NOTHING}. */
    public Object value(@Nullable Object node) {
        return switch (node) {
            case null -> NOTHING;
            case List<?> list ->
                IntStream.range(0, list.size())
                        .mapToObj(index -> at("[" + index + "]", () -> value(list.get(index))))
                        .filter(value -> value != NOTHING)
                        .toList();
            case Map<?, ?> object -> ofObject(map(object));
            case String text -> plain(text);
            default -> node;
        };
    }

    private Object ofObject(Map<String, Object> object) {
        Optional<String> function = function(object);
        if (function.isPresent()) {
            return at(function.get(), () -> call(function.get(), object.get(function.get())));
        }
        Map<String, Object> evaluated = new TreeMap<>();
        object.forEach((name, element) -> evaluated.put(name, at(name, () -> value(element))));
        evaluated.values().removeIf(NOTHING::equals);
        return evaluated;
    }

    private static Optional<String> function(Map<String, Object> object) {
        Optional<String> function = object.keySet().stream()
                .filter(name -> name.equals("Ref") || name.startsWith("Fn::"))
                .findFirst();
        require(function.isEmpty() || object.size() == 1, object.keySet().toString(), "a function alone");
        return function;
    }

    /** A reference that CloudFormation resolves: only one to a secret is known, and it must be the whole text. */
    private static String plain(String text) {
        require(
                !text.contains("{{resolve:") || text.matches("\\{\\{resolve:secretsmanager:[^{}]+}}"),
                "the dynamic reference " + text,
                "one to a secret, alone");
        return text;
    }

    private Object call(String function, @Nullable Object argument) {
        require(!CONDITIONS.contains(function), "a condition", "a value");
        List<Object> parts = list(argument);
        return switch (withNumberOfArguments(function, argument)) {
            case "Ref/" -> "AWS::NoValue".equals(argument) ? NOTHING : named(text(argument), false);
            case "Fn::GetAtt/" -> named(text(argument), true);
            case "Fn::GetAtt/2" -> named(text(parts.getFirst()) + "." + text(parts.getLast()), true);
            case "Fn::If/3" -> value(parts.get(isMet(text(parts.getFirst())) ? 1 : 2));
            case "Fn::Sub/" -> substituted(argument, references);
            case "Fn::Sub/2" -> {
                Map<String, Object> own = Template.object(parts.getLast());
                yield substituted(
                        parts.getFirst(), name -> own.containsKey(name) ? text(own.get(name)) : references.apply(name));
            }
            case "Fn::Join/2" -> plain(String.join(text(parts.getFirst()), joined(parts.getLast())));
            case "Fn::Select/2" -> {
                List<String> choices = texts(parts.getLast());
                String index = String.valueOf(value(parts.getFirst()));
                require(
                        index.matches("\\d{1,3}") && Integer.parseInt(index) < choices.size(),
                        "the index " + index,
                        "one below " + choices.size());
                yield choices.get(Integer.parseInt(index));
            }
            case "Fn::Split/2" -> {
                String delimiter = Template.name(value(parts.getFirst()));
                yield List.of(text(parts.getLast()).split(Pattern.quote(delimiter), -1));
            }
            default -> throw unknown(function);
        };
    }

    /**
     * The texts that {@code Fn::Join} joins. Only the whole is judged, since a dynamic reference may be made of them.
     */
    private List<String> joined(Object node) {
        return node instanceof List<?> parts
                ? parts.stream()
                        .map(part -> part instanceof String text ? text : value(part))
                        .filter(part -> part != NOTHING)
                        .map(Template::text)
                        .toList()
                : texts(node);
    }

    /** The function, a slash, and the number of its arguments if they are a list. */
    private static String withNumberOfArguments(String function, @Nullable Object argument) {
        return function + "/" + (argument instanceof List<?> arguments ? arguments.size() : "");
    }

    private static IllegalArgumentException unknown(String function) {
        return new IllegalArgumentException(
                "seen the function " + function + ", expected one that is known, with as many arguments");
    }

    /**
     * A text as {@code Fn::Sub} takes it.
     *
     * @param variables what each name in braces stands for
     */
    public static String substituted(@Nullable Object text, UnaryOperator<String> variables) {
        return plain(VARIABLE.matcher(Template.text(text)).replaceAll(variable -> {
            String name = variable.group(1);
            return Matcher.quoteReplacement(
                    name.startsWith("!") ? "${" + name.substring(1) + "}" : at(name, () -> variables.apply(name)));
        }));
    }

    private String named(String name, boolean isAttribute) {
        require(name.contains(".") == isAttribute, name, "a name for Ref, a name and an attribute for Fn::GetAtt");
        return references.apply(name);
    }

    /** Whether a stack has a resource or an output, by its attribute {@code Condition}. */
    public boolean exists(Object node) {
        Object condition = map(node).get("Condition");
        return condition == null || isMet(String.valueOf(condition));
    }

    private boolean isMet(String name) {
        Map<String, Object> conditions = template.section("Conditions");
        return once("Conditions." + name, () -> isTrue(conditions.get(name)));
    }

    /** Whether a condition of the section {@code Conditions} or {@code Rules} is true. */
    public boolean isTrue(@Nullable Object condition) {
        Optional<String> function = function(map(condition));
        require(function.isPresent(), "no condition", "a condition");
        return at(function.get(), () -> {
            Object argument = map(condition).get(function.get());
            List<Object> parts = list(argument);
            return switch (withNumberOfArguments(function.get(), argument)) {
                case "Fn::Equals/2" -> text(parts.getFirst()).equals(text(parts.getLast()));
                case "Fn::Not/1" -> !isTrue(parts.getFirst());
                default -> {
                    if (!function.get().equals("Fn::Or") || parts.size() < 2) {
                        throw unknown(function.get());
                    }
                    // Each, so that none stays unread.
                    yield parts.stream().map(this::isTrue).toList().contains(true);
                }
            };
        });
    }

    /** Evaluates a part of the template by its path. It must not refer to itself. */
    public <T> T once(String path, Supplier<T> evaluation) {
        return at(path, () -> {
            require(evaluating.add(path), "a value that refers to itself", "another one");
            T value = evaluation.get();
            evaluating.remove(path);
            return value;
        });
    }

    /** The text that a node evaluates to. @throws IllegalArgumentException if it is none */
    public String text(@Nullable Object node) {
        return Template.text(value(node));
    }

    private List<String> texts(Object node) {
        Object value = value(node);
        require(value instanceof List<?>, "no list", "a list of texts");
        return list(value).stream().map(Template::text).toList();
    }
}
