package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.TemplateException.at;
import static org.allowput.ops.proof.template.TemplateException.require;
import static org.allowput.ops.proof.template.TemplateException.unexpected;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the intrinsic functions that the templates of this project use, with known values. What it does not know,
 * it refuses with an {@link IllegalArgumentException}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
final class Resolver {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private final Template template;
    private final Map<String, String> values;
    private final ResourceNames names;
    private final Set<String> begun = new HashSet<>();
    private final Map<String, Object> resolved = new HashMap<>();

    Resolver(Template template, Parameters parameters, Environment environment) {
        this.template = template;
        this.values = new TreeMap<>(environment.pseudoParameters());
        this.values.putAll(parameters.values());
        this.names = new ResourceNames(template, this);
    }

    /** A node with its functions evaluated: text, lists and maps; empty if it is {@code AWS::NoValue}. */
    Optional<Object> value(@Nullable Object node) {
        return switch (node) {
            case null -> Optional.empty();
            case List<?> list ->
                Optional.of(IntStream.range(0, list.size())
                        .mapToObj(index -> at("[" + index + "]", () -> value(list.get(index))))
                        .flatMap(Optional::stream)
                        .toList());
            case Map<?, ?> object -> ofObject(Template.map(object));
            default -> Optional.of(plain(String.valueOf(node)));
        };
    }

    private Optional<Object> ofObject(Map<String, Object> object) {
        Optional<String> function = object.keySet().stream()
                .filter(name -> name.equals("Ref") || name.startsWith("Fn::"))
                .findFirst();
        if (function.isPresent()) {
            require(object.size() == 1, object.keySet().toString(), "a function alone");
            return at(function.get(), () -> call(function.get(), object.get(function.get())));
        }
        Map<String, Object> evaluated = new TreeMap<>();
        object.forEach(
                (name, element) -> at(name, () -> value(element)).ifPresent(value -> evaluated.put(name, value)));
        return Optional.of(evaluated);
    }

    /** A reference that CloudFormation resolves: only one to a secret is known, and it must be the whole text. */
    private static String plain(String text) {
        require(
                !text.contains("{{resolve:") || text.matches("\\{\\{resolve:secretsmanager:[^{}]+}}"),
                "the dynamic reference " + text,
                "one to a secret, alone");
        return text;
    }

    private Optional<Object> call(String function, @Nullable Object argument) {
        return switch (function) {
            case "Ref" -> reference(text(argument));
            case "Fn::If" -> {
                List<Object> parts = list(argument, 3);
                yield value(parts.get(isMet(text(parts.getFirst())) ? 1 : 2));
            }
            case "Fn::GetAtt" ->
                Optional.of(names.attribute(
                        argument instanceof List<?> ? String.join(".", texts(argument)) : text(argument)));
            case "Fn::Sub" ->
                Optional.of(
                        argument instanceof List<?>
                                ? substituted(
                                        list(argument, 2).getFirst(),
                                        Template.object(list(argument, 2).get(1)))
                                : substituted(argument, Map.of()));
            case "Fn::Join" -> {
                List<String> joined = texts(list(argument, 2).get(1));
                require(!joined.isEmpty(), "an empty list", "at least one text");
                yield Optional.of(plain(String.join(text(list(argument, 2).getFirst()), joined)));
            }
            case "Fn::Select" -> {
                List<String> choices = texts(list(argument, 2).get(1));
                String index = text(list(argument, 2).getFirst());
                require(
                        index.matches("\\d{1,3}") && Integer.parseInt(index) < choices.size(),
                        "the index " + index,
                        "one below " + choices.size());
                yield Optional.of(choices.get(Integer.parseInt(index)));
            }
            case "Fn::Split" -> {
                String delimiter = text(list(argument, 2).getFirst());
                require(!delimiter.isEmpty(), "an empty delimiter", "a text");
                yield Optional.of(List.of(text(list(argument, 2).get(1)).split(Pattern.quote(delimiter), -1)));
            }
            default -> throw unexpected("the function " + function, "one that is known");
        };
    }

    private Optional<Object> reference(String name) {
        if (name.equals("AWS::NoValue")) {
            return Optional.empty();
        }
        return Optional.of(values.containsKey(name) ? values.get(name) : names.reference(name));
    }

    /** @param own variables of the text, besides parameters and resources */
    String substituted(@Nullable Object text, Map<String, Object> own) {
        require(text instanceof String, "no text", "a text");
        return plain(VARIABLE.matcher((String) text)
                .replaceAll(variable -> Matcher.quoteReplacement(variable(variable.group(1), own))));
    }

    private String variable(String name, Map<String, Object> own) {
        if (name.startsWith("!")) {
            return "${" + name.substring(1) + "}";
        }
        if (own.containsKey(name)) {
            return at(name, () -> text(own.get(name)));
        }
        return name.contains(".") && !name.contains("::")
                ? names.attribute(name)
                : reference(name).map(String::valueOf).orElseThrow(() -> unexpected("${" + name + "}", "a value"));
    }

    /** Whether a condition of the template is met. */
    boolean isMet(String name) {
        return once(
                "Conditions." + name,
                () -> isTrue(template.section("Conditions").get(name)));
    }

    private boolean isTrue(@Nullable Object node) {
        Map<String, Object> object = Template.object(node);
        require(object.size() == 1, object.keySet().toString(), "one function");
        String function = object.keySet().iterator().next();
        Object argument = object.get(function);
        return at(function, () -> switch (function) {
            case "Condition" -> isMet(text(argument));
            case "Fn::Equals" ->
                text(list(argument, 2).getFirst()).equals(text(list(argument, 2).get(1)));
            case "Fn::Not" -> !isTrue(list(argument, 1).getFirst());
            case "Fn::And", "Fn::Or" -> {
                List<Boolean> parts =
                        Template.list(argument).stream().map(this::isTrue).toList();
                require(parts.size() > 1, parts.size() + " conditions", "at least two");
                yield function.equals("Fn::And") ? !parts.contains(false) : parts.contains(true);
            }
            default -> throw unexpected("the function " + function, "one of conditions");
        });
    }

    /** Resolves a part of the template once; it must not refer to itself. */
    @SuppressWarnings("unchecked")
    <T> T once(String path, Supplier<T> resolution) {
        Object known = resolved.get(path);
        if (known == null) {
            known = at(path, () -> {
                require(begun.add(path), "a value that refers to itself", "another one");
                return resolution.get();
            });
            resolved.put(path, known);
        }
        return (T) known;
    }

    /** A text. */
    String text(@Nullable Object node) {
        return value(node)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .orElseThrow(() -> unexpected("no text", "a text"));
    }

    /** A text that is not empty. */
    String name(@Nullable Object node) {
        String name = text(node);
        require(!name.isEmpty(), "an empty text", "a name");
        return name;
    }

    private List<String> texts(@Nullable Object node) {
        return value(node)
                .filter(List.class::isInstance)
                .map(list -> Template.list(list).stream().map(this::text).toList())
                .orElseThrow(() -> unexpected("no list", "a list of texts"));
    }

    private static List<Object> list(@Nullable Object node, int size) {
        List<Object> list = node instanceof List<?> ? Template.list(node) : List.of();
        require(list.size() == size, list.size() + " elements", "a list of " + size);
        return list;
    }
}
