package org.allowput.ops.proof.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the intrinsic functions that the templates of this project use, with known values.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
final class Resolver {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private final Template template;
    private final Map<String, String> values;
    private final Map<String, Boolean> conditions = new TreeMap<>();
    private final ResourceNames names;
    private final Set<String> open = new HashSet<>();

    Resolver(Template template, Parameters parameters, Environment environment) {
        this.template = template;
        this.values = new TreeMap<>(environment.pseudoParameters());
        this.values.putAll(parameters.values());
        this.names = new ResourceNames(template, this, environment);
    }

    /**
     * A node with its functions evaluated: text, lists and maps.
     *
     * @return empty if it is {@code AWS::NoValue}
     * @throws TemplateException if it has what is not known
     */
    Optional<Object> value(@Nullable Object node, String path) {
        if (node instanceof List<?> list) {
            List<Object> evaluated = new ArrayList<>();
            for (int at = 0; at < list.size(); at++) {
                value(list.get(at), path + "[" + at + "]").ifPresent(evaluated::add);
            }
            return Optional.of(evaluated);
        }
        if (!(node instanceof Map<?, ?>)) {
            return Optional.ofNullable(node).map(text -> plain(String.valueOf(text), path));
        }
        Map<String, Object> object = Template.map(node);
        Optional<String> function = object.keySet().stream()
                .filter(name -> name.equals("Ref") || name.startsWith("Fn::"))
                .findFirst();
        if (function.isPresent()) {
            if (object.size() > 1) {
                throw new TemplateException(path, function.get() + " beside " + object.keySet(), "a function alone");
            }
            return call(function.get(), object.get(function.get()), path);
        }
        Map<String, Object> evaluated = new TreeMap<>();
        object.forEach(
                (name, element) -> value(element, path + "." + name).ifPresent(value -> evaluated.put(name, value)));
        return Optional.of(evaluated);
    }

    /** A reference that CloudFormation resolves: only one to a secret is known, and it must be the whole text. */
    private static String plain(String text, String path) {
        if (text.contains("{{resolve:") && !text.matches("\\{\\{resolve:secretsmanager:[^{}]+}}")) {
            throw new TemplateException(path, "the dynamic reference " + text, "one to a secret, alone");
        }
        return text;
    }

    private Optional<Object> call(String function, @Nullable Object argument, String path) {
        String at = path + "." + function;
        return switch (function) {
            case "Ref" -> reference(text(argument, at), at);
            case "Fn::If" -> {
                List<Object> parts = list(argument, 3, at);
                yield value(parts.get(isMet(text(parts.getFirst(), at), at) ? 1 : 2), at);
            }
            case "Fn::GetAtt" ->
                Optional.of(names.attribute(
                        argument instanceof List<?> ? join(".", texts(argument, at), at) : text(argument, at), at));
            case "Fn::Sub" -> Optional.of(substituted(argument, at));
            case "Fn::Join" -> {
                List<Object> parts = list(argument, 2, at);
                List<String> joined = texts(parts.get(1), at);
                if (joined.isEmpty()) {
                    throw new TemplateException(at, "an empty list", "at least one text");
                }
                yield Optional.of(join(text(parts.getFirst(), at), joined, at));
            }
            case "Fn::Select" -> {
                List<Object> parts = list(argument, 2, at);
                List<String> choices = texts(parts.get(1), at);
                String index = text(parts.getFirst(), at);
                if (!index.matches("\\d{1,3}") || Integer.parseInt(index) >= choices.size()) {
                    throw new TemplateException(at, "the index " + index, "one below " + choices.size());
                }
                yield Optional.of(choices.get(Integer.parseInt(index)));
            }
            case "Fn::Split" -> {
                List<Object> parts = list(argument, 2, at);
                String delimiter = text(parts.getFirst(), at);
                if (delimiter.isEmpty()) {
                    throw new TemplateException(at, "an empty delimiter", "a text");
                }
                yield Optional.of(List.of(text(parts.get(1), at).split(Pattern.quote(delimiter), -1)));
            }
            default -> throw new TemplateException(path, "the function " + function, "one that is known");
        };
    }

    private static String join(String separator, List<String> parts, String path) {
        return plain(String.join(separator, parts), path);
    }

    private Optional<Object> reference(String name, String path) {
        if (name.equals("AWS::NoValue")) {
            return Optional.empty();
        }
        return Optional.of(values.containsKey(name) ? values.get(name) : names.reference(name, path));
    }

    private String substituted(@Nullable Object argument, String path) {
        Map<String, Object> own = Map.of();
        Object text = argument;
        if (argument instanceof List<?>) {
            List<Object> parts = list(argument, 2, path);
            text = parts.getFirst();
            own = Template.object(parts.get(1), path);
        }
        if (!(text instanceof String pattern)) {
            throw new TemplateException(path, "no text", "a text");
        }
        Map<String, Object> variables = own;
        Function<String, String> value = name -> {
            if (name.startsWith("!")) {
                return "${" + name.substring(1) + "}";
            }
            if (variables.containsKey(name)) {
                return text(variables.get(name), path + "." + name);
            }
            return name.contains(".") && !name.contains("::")
                    ? names.attribute(name, path)
                    : reference(name, path)
                            .map(String::valueOf)
                            .orElseThrow(() -> new TemplateException(path, "${" + name + "}", "a value"));
        };
        return plain(
                VARIABLE.matcher(pattern).replaceAll(match -> Matcher.quoteReplacement(value.apply(match.group(1)))),
                path);
    }

    /** Whether a condition of the template is met. */
    boolean isMet(String name, String path) {
        Boolean known = conditions.get(name);
        if (known == null) {
            if (!template.section("Conditions").containsKey(name)) {
                throw new TemplateException(path, "the condition " + name, "one of the section Conditions");
            }
            known = once(
                    "Conditions." + name,
                    () -> isTrue(template.section("Conditions").get(name), "Conditions." + name));
            conditions.put(name, known);
        }
        return known;
    }

    private boolean isTrue(@Nullable Object node, String path) {
        Map<String, Object> object = Template.object(node, path);
        if (object.size() != 1) {
            throw new TemplateException(path, object.keySet().toString(), "one function");
        }
        String function = object.keySet().iterator().next();
        Object argument = object.get(function);
        String at = path + "." + function;
        return switch (function) {
            case "Condition" -> isMet(text(argument, at), at);
            case "Fn::Equals" -> {
                List<Object> parts = list(argument, 2, at);
                yield text(parts.getFirst(), at).equals(text(parts.get(1), at));
            }
            case "Fn::Not" -> !isTrue(list(argument, 1, at).getFirst(), at);
            case "Fn::And", "Fn::Or" -> {
                List<Boolean> parts = Template.list(argument).stream()
                        .map(part -> isTrue(part, at))
                        .toList();
                if (parts.size() < 2) {
                    throw new TemplateException(at, parts.size() + " conditions", "at least two");
                }
                yield function.equals("Fn::And") ? !parts.contains(false) : parts.contains(true);
            }
            default -> throw new TemplateException(path, "the function " + function, "one of conditions");
        };
    }

    /** Resolves what must not refer to itself. */
    <T> T once(String path, Supplier<T> resolution) {
        if (!open.add(path)) {
            throw new TemplateException(path, "a value that refers to itself", "another one");
        }
        try {
            return resolution.get();
        } finally {
            open.remove(path);
        }
    }

    /** A text. */
    String text(@Nullable Object node, String path) {
        return value(node, path)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .orElseThrow(() -> new TemplateException(path, "no text", "a text"));
    }

    private List<String> texts(@Nullable Object node, String path) {
        return value(node, path)
                .filter(List.class::isInstance)
                .map(list ->
                        ((List<?>) list).stream().map(each -> text(each, path)).toList())
                .orElseThrow(() -> new TemplateException(path, "no list", "a list of texts"));
    }

    private static List<Object> list(@Nullable Object node, int size, String path) {
        List<Object> list = node instanceof List<?> ? Template.list(node) : List.of();
        if (list.size() != size) {
            throw new TemplateException(path, list.size() + " elements", "a list of " + size);
        }
        return list;
    }
}
