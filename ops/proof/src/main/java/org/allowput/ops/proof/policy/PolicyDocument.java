package org.allowput.ops.proof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.allowput.ops.proof.policy.PolicyStatement.Condition;
import org.allowput.ops.proof.policy.PolicyStatement.Patterns;
import org.allowput.ops.proof.policy.PolicyStatement.Principal;
import org.allowput.ops.proof.template.ConditionValue;
import org.allowput.ops.proof.template.ConditionalValue;
import org.allowput.ops.proof.template.Intrinsics;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.Text;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.allowput.ops.proof.template.UnsupportedPolicyException.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Reads the statements of policies as a whole, and refuses what {@code SymbolicRequest} does not model and what IAM
 * would not accept.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">IAM JSON policy
 *     elements</a>
 */
record PolicyDocument(Template template, Intrinsics intrinsics) {
    /** What a policy is attached to, which says which elements its statements have. */
    enum Kind {
        IDENTITY(false, true),
        TRUST(true, false),
        RESOURCE(true, true);

        private final boolean principal;
        private final boolean resource;

        Kind(boolean principal, boolean resource) {
            this.principal = principal;
            this.resource = resource;
        }
    }

    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");
    private static final String IF_EXISTS = "IfExists";
    private static final Pattern ACTION = Pattern.compile("\\*|[a-z0-9-]+:[a-z0-9*?]+");
    /** An ARN whose service is known, or a parameter or an attribute; an empty one matches no request. */
    private static final Pattern RESOURCE =
            Pattern.compile("|\\*|\\{[^{}]+}(:\\*)?|arn:[^:*?]+:[a-z0-9-]+:[^:]*:[^:]*:.+");

    private static final Pattern SERVICE = Pattern.compile("[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?");
    /**
     * Condition operators.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">
     *     Condition operators</a>
     */
    private static final Pattern OPERATOR = Pattern.compile("(For(AnyValue|AllValues):)?"
            + "(String(Not)?(Equals(IgnoreCase)?|Like)|Arn(Not)?(Equals|Like)|Bool|BinaryEquals|(Not)?IpAddress"
            + "|(Numeric|Date)((Not)?Equals|LessThan(Equals)?|GreaterThan(Equals)?))(IfExists)?|Null");

    private static final Pattern KEY = Pattern.compile("(?!Fn:)[A-Za-z0-9-]+:[ -~]+");

    /**
     * What a policy may have.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html">PutRolePolicy</a>
     */
    private static final Pattern CHARACTERS = Pattern.compile("[\\t\\n\\r -\u00ff]*");

    private static final List<String> VERSIONS = List.of("2008-10-17", "2012-10-17");

    /**
     * The statements of a document.
     *
     * @param document as it stands in the template
     * @param guard the condition of the resource that it belongs to
     * @param where it stands, for people
     * @throws UnsupportedPolicyException if something is not modelled; it names all that is not
     */
    List<PolicyStatement> statements(@Nullable Object document, Kind kind, List<ConditionValue> guard, String where) {
        Collector problems = new Collector();
        List<PolicyStatement> statements = new ArrayList<>();
        List<ConditionalValue<Object>> choices = intrinsics.choices(document);
        if (choices.isEmpty()) {
            throw new UnsupportedPolicyException(where, "no policy", "a policy");
        }
        for (ConditionalValue<Object> choice : choices) {
            Map<String, Object> policy = Template.object(choice.value(), where + " policy");
            Template.refuseOthers(where + " policy", policy, Set.of("Version", "Id", "Statement"));
            Object version = policy.get("Version");
            problems.read(() -> {
                if (version != null && !VERSIONS.contains(String.valueOf(version))) {
                    throw new UnsupportedPolicyException(
                            where + " policy", "the Version " + version, "one of " + VERSIONS);
                }
            });
            int number = 0;
            for (ConditionalValue<Object> statement : intrinsics.elements(policy.get("Statement"))) {
                String place = where + " statement " + ++number;
                problems.read(() -> statements.add(statement(
                        Template.object(statement.value(), place),
                        kind,
                        statement.under(choice.guard()).under(guard).guard(),
                        place)));
            }
            if (number == 0) {
                throw new UnsupportedPolicyException(where, "a policy without statements", "a statement");
            }
        }
        problems.finish();
        return List.copyOf(statements);
    }

    private PolicyStatement statement(
            Map<String, Object> statement, Kind kind, List<ConditionValue> guard, String number) {
        String place =
                template.place(number + (statement.get("Sid") instanceof String sid ? " " + sid : ""), statement);
        Template.refuseOthers(place, statement, ELEMENTS);
        boolean allow = isAllow(statement, place);
        require(place, statement, "Principal", kind.principal);
        require(place, statement, "Action", true);
        require(place, statement, "Resource", kind.resource);
        List<ConditionalValue<Condition>> conditions = new ArrayList<>(conditions(statement.get("Condition"), place));
        if (statement.containsKey("NotPrincipal")) {
            if (allow) {
                throw new UnsupportedPolicyException(place, "Allow with NotPrincipal", "Principal");
            }
            conditions.add(ConditionalValue.always(new Condition("NotPrincipal", false, "", List.of())));
        }
        return new PolicyStatement(
                place,
                guard,
                allow,
                principals(statement.get("Principal"), place),
                actions(statement, place),
                resources(statement, place),
                conditions);
    }

    private static boolean isAllow(Map<String, Object> statement, String where) {
        return switch (String.valueOf(statement.get("Effect"))) {
            case "Allow" -> true;
            case "Deny" -> false;
            default ->
                throw new UnsupportedPolicyException(where, "Effect " + statement.get("Effect"), "Allow or Deny");
        };
    }

    /** An element and its negation exclude one another. */
    private static void require(String where, Map<String, Object> statement, String element, boolean required) {
        int seen = (statement.containsKey(element) ? 1 : 0) + (statement.containsKey("Not" + element) ? 1 : 0);
        if (seen != (required ? 1 : 0)) {
            throw new UnsupportedPolicyException(
                    where, seen + " elements " + element, required ? "one" : "none in this kind of policy");
        }
    }

    private Patterns actions(Map<String, Object> statement, String where) {
        Patterns actions = patterns(statement, "Action", where);
        return new Patterns(
                actions.not(),
                actions.all().stream()
                        .map(action -> action.with(Text.of(matching(action.value(), ACTION, where))))
                        .toList());
    }

    private Patterns resources(Map<String, Object> statement, String where) {
        Patterns resources = patterns(statement, "Resource", where);
        resources.all().stream()
                .map(ConditionalValue::value)
                .filter(resource -> !RESOURCE.matcher(resource.toString()).matches())
                .forEach(resource -> {
                    throw new UnsupportedPolicyException(where, "the resource " + resource, "an ARN, or *");
                });
        return resources;
    }

    private Patterns patterns(Map<String, Object> statement, String element, String where) {
        boolean not = statement.containsKey("Not" + element);
        Object values = statement.get(not ? "Not" + element : element);
        List<ConditionalValue<Text>> texts = texts(values, where);
        if (texts.isEmpty() && values != null) {
            throw new UnsupportedPolicyException(where, "no " + element, "one or more");
        }
        return new Patterns(not, texts);
    }

    private static String matching(Text text, Pattern shape, String where) {
        return text.literal()
                .map(literal -> literal.toLowerCase(Locale.ROOT))
                .filter(literal -> shape.matcher(literal).matches())
                .orElseThrow(() -> new UnsupportedPolicyException(where, text.toString(), "a name as AWS lists it"));
    }

    private List<ConditionalValue<Principal>> principals(@Nullable Object element, String where) {
        List<ConditionalValue<Principal>> principals = new ArrayList<>();
        for (ConditionalValue<Object> choice : intrinsics.choices(element)) {
            if (choice.value() instanceof String name) {
                if (!name.equals("*")) {
                    throw new UnsupportedPolicyException(where, "Principal " + name, "* or an object");
                }
                principals.add(choice.with(new Principal.Everyone()));
                continue;
            }
            Template.object(choice.value(), where)
                    .forEach((type, names) -> texts(names, where)
                            .forEach(name -> principals.add(name.with(principal(type, name.value(), where))
                                    .under(choice.guard()))));
        }
        if (principals.isEmpty() && element != null) {
            throw new UnsupportedPolicyException(where, "no Principal", "one or more");
        }
        return principals;
    }

    private static Principal principal(String type, Text name, String where) {
        return switch (type) {
            case "AWS" -> aws(name, where);
            case "Service" -> new Principal.Service(Text.of(matching(name, SERVICE, where)));
            default -> throw new UnsupportedPolicyException(where, "Principal " + type, "AWS or Service");
        };
    }

    private static Principal aws(Text name, String where) {
        if (name.equals(Text.of("*"))) {
            return new Principal.Everyone();
        }
        Optional<Text> account = name.between("arn:aws:iam::", ":root")
                .or(() -> name.between("arn:aws-cn:iam::", ":root"))
                .or(() -> name.between("arn:aws-us-gov:iam::", ":root"))
                .filter(id -> id.literal().isEmpty() || id.toString().matches("\\d{12}"));
        if (account.isPresent()) {
            return new Principal.Account(account.get());
        }
        if (name.literal().filter(id -> id.matches("\\d{12}")).isPresent()) {
            return new Principal.Account(name);
        }
        if (name.literal().isEmpty()
                || name.toString()
                        .matches("arn:aws[a-z-]*:(iam::\\d{12}:(role|user)|sts::\\d{12}:assumed-role)/[^*?]+")) {
            return new Principal.Named(name);
        }
        throw new UnsupportedPolicyException(where, "Principal " + name, "an account, a role or user, or *");
    }

    private List<ConditionalValue<Condition>> conditions(@Nullable Object element, String where) {
        List<ConditionalValue<Condition>> conditions = new ArrayList<>();
        for (ConditionalValue<Object> operators : intrinsics.choices(element)) {
            Template.object(operators.value(), where).forEach((operator, operands) -> {
                for (ConditionalValue<Object> keys : intrinsics.choices(operands)) {
                    refuseDoubles(Template.object(keys.value(), where).keySet(), where);
                    Template.object(keys.value(), where)
                            .forEach((key, values) -> intrinsics
                                    .choices(values)
                                    .forEach(choice ->
                                            conditions.add(choice.with(condition(operator, key, choice.value(), where))
                                                    .under(keys.guard())
                                                    .under(operators.guard()))));
                }
            });
        }
        return conditions;
    }

    /** Keys are compared without regard to case: of two that differ in it, one may replace the other. */
    private static void refuseDoubles(Set<String> keys, String where) {
        if (keys.stream().map(key -> key.toLowerCase(Locale.ROOT)).distinct().count() < keys.size()) {
            throw new UnsupportedPolicyException(where, "a key in two spellings, " + keys, "each key once");
        }
    }

    private Condition condition(String operator, String key, Object values, String where) {
        boolean ifExists = operator.endsWith(IF_EXISTS);
        String plain = ifExists ? operator.substring(0, operator.length() - IF_EXISTS.length()) : operator;
        List<ConditionalValue<Text>> texts = texts(values, where);
        if (!OPERATOR.matcher(operator).matches() || !KEY.matcher(key).matches() || texts.isEmpty()) {
            throw new UnsupportedPolicyException(
                    where, "the condition " + operator + " of " + key, "an operator, a key and values of IAM");
        }
        return new Condition(plain, ifExists, key.toLowerCase(Locale.ROOT), texts);
    }

    /** A policy variable stands for another value in each request. */
    private List<ConditionalValue<Text>> texts(@Nullable Object values, String where) {
        List<ConditionalValue<Text>> texts = intrinsics.texts(values, where);
        texts.forEach(text -> {
            if (!CHARACTERS.matcher(text.value().toString()).matches()) {
                throw new UnsupportedPolicyException(
                        where, "a character of " + text.value(), "those that a policy may have, up to U+00FF");
            }
            if (text.value().toString().contains("${")) {
                throw new UnsupportedPolicyException(
                        where, "the policy variable in " + text.value(), "text without variables");
            }
        });
        return texts;
    }
}
