package org.allowput.ops.proof.solver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.contract.resource.ResourceFile;
import org.allowput.policy.Caller;
import org.allowput.policy.Condition;
import org.allowput.policy.PolicyException;
import org.allowput.policy.PolicyText;
import org.allowput.policy.PolicyText.Kind;
import org.allowput.policy.Request;
import org.allowput.policy.Request.Undecided;
import org.allowput.policy.Statement;
import org.allowput.policy.Wildcard;
import org.allowput.policy.Wildcard.Part;

/** The values of a request's attributes that the policies of a question tell apart. */
final class AttributeValues {
    /** Keys with no other value than true or false. */
    private static final List<String> FLAGS = ResourceFile.lines(AttributeValues.class, "flags.txt");

    private static final Pattern SINGLE_VALUED =
            Pattern.compile(String.join("|", ResourceFile.lines(AttributeValues.class, "single-valued-keys.txt")));
    private static final Set<String> ALWAYS_THERE =
            Set.of(Request.ACTION, Request.RESOURCE, "aws:securetransport", "s3:objectcreationoperation");
    /** What numbers, dates, addresses and other values can be besides those that are expected. */
    private static final List<String> OTHERS = ResourceFile.lines(AttributeValues.class, "other-values.txt");

    private static final List<String> ACTIONS = ResourceFile.lines(AttributeValues.class, "readable-actions.txt");
    private static final Wildcard ANY = Wildcard.of("*");
    private static final Wildcard ANY_ACTION = Wildcard.of("?*:?*").withoutColons();
    /** That are given for one question: a hundred times what the published templates need. */
    private static final int MOST_VALUES = 2_000_000;
    /** Of the patterns, such as the actions of a policy: they only make requests easier to read. */
    private static final int MOST_EXAMPLES = 50;

    private final Question question;
    private final String partition;
    private final List<Statement> statements;
    /** Texts of all classes, by the patterns. */
    private final Map<List<?>, List<String>> known = new HashMap<>();

    private int given;

    AttributeValues(Question question, String partition) {
        this.question = question;
        this.partition = partition;
        this.statements = question.statements().toList();
    }

    /** The conditions, and texts of them, that classes of texts do not decide. */
    Set<?> undecided() {
        Set<Object> undecided = Collections.newSetFromMap(new IdentityHashMap<>());
        statements.stream()
                .flatMap(statement -> statement.conditions().stream())
                .forEach(condition -> {
                    if (!isOfClasses(condition)) {
                        undecided.add(condition);
                    } else {
                        condition.texts().stream()
                                .filter(text -> !isOfClasses(text))
                                .forEach(undecided::add);
                    }
                });
        return undecided;
    }

    private boolean isOfClasses(Condition condition) {
        String key = condition.key().toLowerCase(Locale.ROOT);
        if (question.context().containsKey(key)) {
            return true;
        }
        boolean isOfFlag = condition.expected().stream().allMatch(value -> value.matches("(?i)true|false"));
        return switch (condition.comparison()) {
            case "Null" -> isOfFlag;
            case "Bool" -> isOfFlag && FLAGS.contains(key) && !condition.ofSet();
            default ->
                condition.isOfTexts()
                        && !condition.ofSet()
                        && SINGLE_VALUED.matcher(key).matches();
        };
    }

    private static boolean isOfClasses(PolicyText text) {
        return text.fixed().isPresent()
                && (text.kind() != Kind.EXACT_IN_ANY_CASE || text.text().matches("\\p{ASCII}*"));
    }

    /**
     * The values of an attribute.
     *
     * @throws Undecided if they depend on another one
     * @throws PolicyException if they are too many
     */
    List<?> of(Object attribute, Request request) {
        List<Statement> applicable =
                statements.stream().filter(each -> isApplicable(each, request)).toList();
        List<?> values = switch (attribute) {
            case Class<?> ofCaller -> callers(applicable, request);
            case String key -> ofKey(key, applicable, request);
            // Whether an undecided condition or text is met.
            default -> List.of(true, false);
        };
        given += values.size();
        if (given > MOST_VALUES) {
            throw new PolicyException("policies that are decided by " + MOST_VALUES + " values", "others");
        }
        return values;
    }

    /** Whether the statement can apply to the request by what is decided of it. */
    private static boolean isApplicable(Statement statement, Request request) {
        try {
            return statement.appliesTo(request);
        } catch (Undecided | PolicyException e) {
            return true;
        }
    }

    private List<String> examples(List<Wildcard> possible, Stream<Wildcard> patterns, List<String> readable) {
        List<Wildcard> all = patterns.distinct().toList();
        return known.computeIfAbsent(List.of(possible, all), ignored -> {
            List<String> preferred = new ArrayList<>(readable);
            all.stream().limit(MOST_EXAMPLES).map(Wildcard::example).forEach(preferred::add);
            return new TextClasses(possible, all).examples(preferred);
        });
    }

    private List<Caller> callers(List<Statement> applicable, Request request) {
        List<Caller> callers = new ArrayList<>();
        question.role().map(Caller::of).ifPresentOrElse(callers::add, () -> {
            callers.add(Caller.ANONYMOUS);
            principals(applicable, request).forEach(arn -> callers.add(Caller.of(arn)));
            for (String type : List.of("Service", "Federated", "CanonicalUser")) {
                names(type).forEach(name -> callers.add(Caller.of(type, name)));
                callers.add(Caller.of(type, type.equals("Service") ? "other.amazonaws.com" : "other"));
            }
        });
        return callers.stream().flatMap(caller -> caller.sessions(names("AWS"))).toList();
    }

    private Stream<String> names(String type) {
        return statements.stream()
                .flatMap(statement -> statement.principals().stream())
                .flatMap(principals -> principals.names(type).stream())
                .filter(name -> !name.equals("*"))
                .distinct();
    }

    /** The ARNs of users, roles, root users and federated users. */
    private List<String> principals(List<Statement> applicable, Request request) {
        List<Wildcard> arns = new ArrayList<>(
                patterns(applicable, "aws:principalarn", request).toList());
        List<Wildcard> accounts = new ArrayList<>(List.of(Wildcard.of(question.account())));
        patterns(applicable, "aws:principalaccount", request).forEach(accounts::add);
        patterns(applicable, "kms:calleraccount", request).forEach(accounts::add);
        names("AWS").forEach(name -> {
            if (name.matches("\\d{12}|.*:root")) {
                accounts.add(Wildcard.of(name.replaceAll(".*::|:root", "")));
            }
            // Of a session, whose role may have a path.
            for (String path : List.of("/", "/*/")) {
                arns.add(
                        Wildcard.of(name.replaceFirst(":sts:(.*):assumed-role/(.*)/.*", ":iam:$1:role" + path + "$2")));
            }
        });
        accounts.forEach(account -> arns.add(arn("*", account, "*")));
        Wildcard any = new Wildcard(Collections.nCopies(12, new Part("0123456789", false, false)));
        return examples(
                List.of(
                        named("iam", any, "role/"),
                        named("iam", any, "role/*/"),
                        named("iam", any, "user/"),
                        named("iam", any, "user/*/"),
                        arn("iam", any, "root"),
                        named("sts", any, "federated-user/")),
                arns.stream(),
                accounts.stream()
                        .map(each -> arn("iam", each, "role/R").example())
                        .toList());
    }

    /** With a name in its end, which has no character of a pattern, at least one character long. */
    private Wildcard named(String service, Wildcard account, String before) {
        Part one = new Part("/*?", true, false);
        return Wildcard.joined(
                arn(service, account, before), new Wildcard(List.of(one, new Part(one.characters(), true, true))));
    }

    private Wildcard arn(String service, Wildcard account, String name) {
        Wildcard prefix =
                Wildcard.joined(Wildcard.of("arn:" + partition + ":" + service + "::"), account, Wildcard.of(":"));
        return Wildcard.joined(prefix.withoutColons(), Wildcard.of(name));
    }

    private static Stream<Condition> conditions(List<Statement> statements, String key, Request request) {
        return statements.stream()
                .flatMap(statement -> statement.conditions().stream())
                .filter(condition -> condition.key().equalsIgnoreCase(key)
                        && !request.undecided().contains(condition));
    }

    /** What conditions compare a key with; of a key other than the resource, what does not depend on other keys. */
    private static Stream<Wildcard> patterns(List<Statement> applicable, String key, Request request) {
        return conditions(applicable, key, request)
                .filter(Condition::isOfTexts)
                .flatMap(condition -> condition.texts().stream())
                .flatMap(text -> {
                    try {
                        return Stream.of(text.pattern(request));
                    } catch (Undecided e) {
                        if (key.equals(Request.RESOURCE)) {
                            throw e;
                        }
                    } catch (PolicyException e) {
                        // Nothing is known to be like it.
                    }
                    return Stream.of();
                });
    }

    private List<List<String>> ofKey(String key, List<Statement> applicable, Request request) {
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html: false for
        // CreateMultipartUpload and UploadPart, which S3 authorizes as s3:PutObject, too.
        if ((key.equals("s3:objectcreationoperation") && !request.action().equalsIgnoreCase("s3:PutObject"))
                || (key.equals("aws:username") && !request.caller().name().matches("arn:.*:user/.*"))) {
            return List.of(List.of());
        }
        if (key.equals("kms:calleraccount") && request.caller().isPrincipal()) {
            return List.of(List.of(), List.of(request.caller().account()));
        }
        Set<List<String>> values = new LinkedHashSet<>();
        if (!ALWAYS_THERE.contains(key)) {
            values.add(List.of());
        }
        boolean isAction = key.equals(Request.ACTION);
        (FLAGS.contains(key)
                        ? List.of("true", "false")
                        : examples(
                                List.of(isAction ? ANY_ACTION : ANY),
                                patterns(applicable, key, request),
                                isAction ? ACTIONS : List.of("other")))
                .forEach(value -> values.add(List.of(value)));
        for (Condition condition : conditions(applicable, key, request).toList()) {
            // The first address of a range.
            List<String> expected = condition.expected().stream()
                    .map(text -> text.replaceFirst("/\\d+$", ""))
                    .toList();
            if (condition.ofSet()) {
                values.add(expected);
            }
            if (!condition.isOfTexts() && !condition.operator().equals("Null") && !FLAGS.contains(key)) {
                Stream.concat(expected.stream(), OTHERS.stream()).forEach(value -> values.add(List.of(value)));
            }
        }
        return List.copyOf(values);
    }
}
