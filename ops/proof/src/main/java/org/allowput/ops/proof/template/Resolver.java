package org.allowput.ops.proof.template;

import static org.allowput.ops.proof.template.Template.list;
import static org.allowput.ops.proof.template.Template.map;
import static org.allowput.ops.proof.template.TemplateException.at;
import static org.allowput.ops.proof.template.TemplateException.require;

import java.util.ArrayList;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allowput.contract.resource.ResourceFile;
import org.allowput.ops.proof.deployed.ExpectedGrant;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the intrinsic functions that the templates of this project use, with known values. What it does not know,
 * it refuses with an {@link IllegalArgumentException}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
public final class Resolver {
    /** What {@code AWS::NoValue} is, and what is not there. */
    static final Object NOTHING = Optional.empty();

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private static final Map<String, String> NAMES = ResourceFile.lines(Resolver.class, "resource-names.txt").stream()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(columns -> columns[0], columns -> columns[1]));

    private final Template template;
    private final Map<String, String> values;
    /** What is being evaluated. */
    private final Set<String> evaluating = new HashSet<>();

    /** @param values of parameters, and of pseudo parameters */
    public Resolver(Template template, Map<String, String> values) {
        this.template = template;
        this.values = values;
    }

    /** A node with its functions evaluated: text, lists and maps, or {@link #NOTHING}. */
    Object value(@Nullable Object node) {
        Object value = evaluated(node);
        require(!(value instanceof Boolean), "a condition", "a value");
        return value;
    }

    private Object evaluated(@Nullable Object node) {
        return switch (node) {
            case null -> NOTHING;
            case List<?> list ->
                IntStream.range(0, list.size())
                        .mapToObj(index -> at("[" + index + "]", () -> value(list.get(index))))
                        .filter(value -> value != NOTHING)
                        .toList();
            case Map<?, ?> object -> ofObject(map(object));
            default -> plain(String.valueOf(node));
        };
    }

    private Object ofObject(Map<String, Object> object) {
        Optional<String> function = object.keySet().stream()
                .filter(name -> name.equals("Ref") || name.startsWith("Fn::"))
                .findFirst();
        if (function.isPresent()) {
            require(object.size() == 1, object.keySet().toString(), "a function alone");
            return at(function.get(), () -> call(function.get(), object.get(function.get())));
        }
        Map<String, Object> evaluated = new TreeMap<>();
        object.forEach((name, element) -> evaluated.put(name, at(name, () -> value(element))));
        evaluated.values().removeIf(NOTHING::equals);
        return evaluated;
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
        List<Object> parts = list(argument);
        // With the number of its arguments in a list, or without one.
        return switch (function + "/" + (argument instanceof List<?> ? parts.size() : "")) {
            case "Ref/" -> "AWS::NoValue".equals(argument) ? NOTHING : named(text(argument), false);
            case "Fn::GetAtt/" -> named(text(argument), true);
            case "Fn::GetAtt/2" -> named(text(parts.getFirst()) + "." + text(parts.getLast()), true);
            case "Fn::If/3" -> value(parts.get(isMet(text(parts.getFirst())) ? 1 : 2));
            case "Fn::Sub/" -> substituted(argument, this::named);
            case "Fn::Sub/2" -> {
                Map<String, Object> own = Template.object(parts.getLast());
                yield substituted(parts.getFirst(), name -> own.containsKey(name) ? text(own.get(name)) : named(name));
            }
            case "Fn::Join/2" -> {
                List<String> joined = texts(parts.getLast());
                require(!joined.isEmpty(), "an empty list", "at least one text");
                yield plain(String.join(text(parts.getFirst()), joined));
            }
            case "Fn::Select/2" -> {
                List<String> choices = texts(parts.getLast());
                String index = text(parts.getFirst());
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
            case "Fn::Equals/2" -> text(parts.getFirst()).equals(text(parts.getLast()));
            case "Fn::Not/1" -> !isTrue(parts.getFirst());
            default -> {
                require(
                        function.equals("Fn::Or") && parts.size() > 1,
                        "the function " + function,
                        "one that is known, with as many arguments");
                yield parts.stream().map(this::isTrue).toList().contains(true);
            }
        };
    }

    private static String substituted(@Nullable Object text, UnaryOperator<String> variables) {
        return plain(VARIABLE.matcher(Template.text(text)).replaceAll(variable -> {
            String name = variable.group(1);
            return Matcher.quoteReplacement(
                    name.startsWith("!") ? "${" + name.substring(1) + "}" : at(name, () -> variables.apply(name)));
        }));
    }

    private String named(String name, boolean isAttribute) {
        require(name.contains(".") == isAttribute, name, "a name for Ref, a name and an attribute for Fn::GetAtt");
        return named(name);
    }

    /** A parameter; or what {@code Ref}, and with an attribute {@code Fn::GetAtt}, gives for a resource. */
    String named(String name) {
        if (values.containsKey(name)) {
            return values.get(name);
        }
        String id = name.split("\\.", 2)[0];
        String form = NAMES.get(template.resource(id).get("Type") + name.substring(id.length()));
        require(form != null, name, "a parameter, or a name or attribute that is known");
        return substituted(form, property -> property.contains("::") ? named(property) : property(id, property));
    }

    /** The text of a property; without it, the one that AWS chooses. */
    private String property(String id, String name) {
        return once("Resources." + id + ".Properties." + name, () -> {
            Object value = value(map(template.resource(id).get("Properties")).get(name));
            return value != NOTHING ? Template.name(value) : name.equals("Path") ? "/" : id;
        });
    }

    /** Whether the template has a resource or an output with these values. */
    boolean exists(Object node) {
        Object condition = map(node).get("Condition");
        return condition == null || isMet(String.valueOf(condition));
    }

    private boolean isMet(String name) {
        Map<String, Object> conditions = template.section("Conditions");
        return once("Conditions." + name, () -> isTrue(conditions.get(name)));
    }

    private boolean isTrue(@Nullable Object node) {
        Object value = evaluated(node);
        require(value instanceof Boolean, "no condition", "a condition");
        return value.equals(true);
    }

    /** Evaluates a part of the template, which must not refer to itself. */
    private <T> T once(String path, Supplier<T> evaluation) {
        return at(path, () -> {
            require(evaluating.add(path), "a value that refers to itself", "another one");
            T value = evaluation.get();
            evaluating.remove(path);
            return value;
        });
    }

    String text(@Nullable Object node) {
        return Template.text(value(node));
    }

    private List<String> texts(Object node) {
        Object value = value(node);
        require(value instanceof List<?>, "no list", "a list of texts");
        return list(value).stream().map(Template::text).toList();
    }

    /**
     * What the roles of the template are expected to grant, as their {@code Metadata.Grant} says; CloudFormation
     * evaluates functions in it, too. It is made from settings alone, never from policies.
     */
    public List<ExpectedGrant> grants() {
        List<ExpectedGrant> grants = new ArrayList<>();
        template.section("Resources")
                .forEach((id, resource) -> at("Resources." + id + ".Metadata.Grant", () -> {
                    Object node = map(map(resource).get("Metadata")).get("Grant");
                    if (node != null && exists(resource)) {
                        grants.add(grant(value(node)));
                        String role = grants.getLast().roleName();
                        // A role of account A has to speak about itself.
                        require(grants.getLast().isOfSource() || role.equals(named(id)), "the role " + role, named(id));
                    }
                    return id;
                }));
        require(
                !grants.isEmpty(),
                "no Metadata.Grant that says what the template means to grant",
                "a template of this project, or --role, --bucket, --trusts and --prefix");
        return grants;
    }

    private static ExpectedGrant grant(Object resolved) {
        Map<String, List<String>> values = new TreeMap<>();
        List<ExpectedGrant> trusted = new ArrayList<>();
        Template.object(resolved).forEach((name, value) -> {
            if (name.equals("Trusted")) {
                list(value).forEach(each -> trusted.add(grant(each)));
            } else if (!list(value).isEmpty() && !value.equals("")) {
                values.put(name, list(value).stream().map(Template::text).toList());
            }
        });
        return new ExpectedGrant(values, trusted);
    }
}
