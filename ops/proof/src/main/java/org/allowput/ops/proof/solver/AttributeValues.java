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
import org.allowput.ops.proof.template.TextFile;
import org.allowput.policy.Caller;
import org.allowput.policy.Condition;
import org.allowput.policy.PolicyException;
import org.allowput.policy.PolicyText.Kind;
import org.allowput.policy.Request;
import org.allowput.policy.Request.Part;
import org.allowput.policy.Request.Undecided;
import org.allowput.policy.Statement;
import org.allowput.policy.Statement.Patterns;
import org.allowput.policy.Wildcard;

/** The values of a request's attributes that the policies of a question tell apart. */
final class AttributeValues {
    /** Keys with no other value than true or false. */
    private static final List<String> FLAGS = TextFile.lines(AttributeValues.class, "flags.txt");

    private static final Pattern SINGLE_VALUED =
            Pattern.compile(String.join("|", TextFile.lines(AttributeValues.class, "single-valued-keys.txt")));
    private static final Set<String> ALWAYS_THERE = Set.of("aws:securetransport", "s3:objectcreationoperation");
    /** What numbers, dates, addresses and other values can be besides those that are expected. */
    private static final List<String> OTHERS = TextFile.lines(AttributeValues.class, "other-values.txt");

    private static final List<String> ACTIONS = TextFile.lines(AttributeValues.class, "readable-actions.txt");
    private static final Wildcard ANY = Wildcard.of("*");
    /** Of the patterns, such as the actions of a policy: they only make requests easier to read. */
    private static final int MOST_EXAMPLES = 50;

    private final Question question;
    private final String partition;
    private final List<Statement> statements;
    /** Texts of all classes, by the patterns. */
    private final Map<List<?>, List<String>> known = new HashMap<>();

    AttributeValues(Question question, String partition) {
        this.question = question;
        this.partition = partition;
        this.statements = question.statements().toList();
    }

    /** The conditions, and the texts of resources, that classes of texts do not decide. */
    Set<?> open() {
        Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Statement statement : statements) {
            statement.conditions().stream()
                    .filter(condition -> !isDecidedByClasses(condition))
                    .forEach(open::add);
            statement.resources().stream()
                    .flatMap(named -> named.texts().stream())
                    .filter(text -> text.fixed().isEmpty())
                    .forEach(open::add);
        }
        return open;
    }

    private static boolean isDecidedByClasses(Condition condition) {
        String key = condition.key().toLowerCase(Locale.ROOT);
        boolean isOfFlag = condition.expected().stream().allMatch(value -> value.matches("(?i)true|false"));
        return switch (condition.comparison()) {
            case "Null" -> isOfFlag;
            case "Bool" -> isOfFlag && FLAGS.contains(key) && !condition.ofSet();
            default ->
                !condition.ofSet()
                        && SINGLE_VALUED.matcher(key).matches()
                        && condition.isOfTexts()
                        && condition.texts().stream()
                                .allMatch(text -> text.fixed().isPresent()
                                        && (text.kind() != Kind.EXACT_IN_ANY_CASE
                                                || text.text().matches("\\p{ASCII}*")));
        };
    }

    /** The values of an attribute. @throws Undecided if they depend on another one */
    List<?> of(Object attribute, Request request) {
        List<Statement> open =
                statements.stream().filter(each -> isOpen(each, request)).toList();
        return switch (attribute) {
            case Part.ACTION ->
                examples(
                        List.of(Wildcard.of("?*:?*").withoutColons()),
                        open.stream().flatMap(statement -> patterns(statement.actions(), request)),
                        ACTIONS);
            case Part.RESOURCE ->
                examples(
                        List.of(ANY),
                        open.stream()
                                .flatMap(statement -> statement.resources().stream())
                                .flatMap(named -> patterns(named, request)),
                        List.of("other"));
            case Part.CALLER -> callers(open, request);
            case String key -> ofKey(key, open, request);
            // Whether something is met that is left open.
            default -> List.of(true, false);
        };
    }

    private static Stream<Wildcard> patterns(Patterns named, Request request) {
        return named.texts().stream().map(text -> text.pattern(request));
    }

    /** Whether the statement can apply to the request by what is decided of it. */
    private static boolean isOpen(Statement statement, Request request) {
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

    private List<? extends Caller> callers(List<Statement> open, Request request) {
        if (question.role().isPresent()) {
            return sessions(question.role().get()).toList();
        }
        Stream<Caller> others = Stream.of("Service", "Federated", "CanonicalUser")
                .flatMap(type -> Stream.concat(
                                names(type), Stream.of(type.equals("Service") ? "other.amazonaws.com" : "other"))
                        .map(name -> new Caller.Other(type, name)));
        return Stream.of(
                        Stream.of(Caller.Other.ANONYMOUS),
                        principals(open, request).stream().flatMap(this::sessions),
                        others)
                .flatMap(callers -> callers)
                .toList();
    }

    private Stream<Caller.Principal> sessions(String arn) {
        return Caller.Principal.of(arn).sessions(names("AWS"));
    }

    private Stream<String> names(String type) {
        return statements.stream()
                .flatMap(statement -> statement.principals().stream())
                .flatMap(principals -> principals.names(type).stream())
                .filter(name -> !name.equals("*"))
                .distinct();
    }

    /** The ARNs of users, roles, root users and federated users. */
    private List<String> principals(List<Statement> open, Request request) {
        List<Wildcard> possible = Stream.of(
                        "iam:: :role/?*", "iam:: :user/?*", "iam:: :root", "sts:: :federated-user/?*")
                .map(kind -> kind.split(" ", 2))
                .map(kind -> Wildcard.joined(
                        Wildcard.of("arn:" + partition + ":" + kind[0]), Wildcard.digits(12), Wildcard.of(kind[1])))
                .toList();
        List<Wildcard> accounts = Stream.of(
                        Stream.of(Wildcard.of(question.account())),
                        patterns(open, "aws:principalaccount", request),
                        patterns(open, "kms:calleraccount", request),
                        names("AWS")
                                .filter(name -> name.matches("\\d{12}|.*:root"))
                                .map(name -> Wildcard.of(name.replaceAll(".*::|:root", ""))))
                .flatMap(patterns -> patterns)
                .distinct()
                .toList();
        Stream<Wildcard> roles = names("AWS")
                .flatMap(name -> Stream.of("/", "/*/")
                        .map(path -> name.replaceFirst(":sts:(.*):assumed-role/(.*)/.*", ":iam:$1:role" + path + "$2")))
                .map(Wildcard::of);
        return examples(
                possible,
                Stream.of(
                                patterns(open, "aws:principalarn", request),
                                roles,
                                accounts.stream()
                                        .map(each -> Wildcard.joined(Wildcard.of("arn:*:*::"), each, Wildcard.of(":"))
                                                .withoutColons())
                                        .map(each -> Wildcard.joined(each, ANY)))
                        .flatMap(patterns -> patterns),
                accounts.stream()
                        .map(each -> "arn:" + partition + ":iam::" + each.example() + ":role/R")
                        .toList());
    }

    private static Stream<Condition> conditions(List<Statement> statements, String key, Request request) {
        return statements.stream()
                .flatMap(statement -> statement.conditions().stream())
                .filter(condition ->
                        condition.key().equalsIgnoreCase(key) && !request.open().contains(condition));
    }

    /** What conditions compare a key with; without what depends on keys that are not decided. */
    private static Stream<Wildcard> patterns(List<Statement> open, String key, Request request) {
        return conditions(open, key, request).flatMap(condition -> {
            try {
                return condition.patterns(request).toList().stream();
            } catch (Undecided | PolicyException e) {
                return Stream.of();
            }
        });
    }

    private List<List<String>> ofKey(String key, List<Statement> open, Request request) {
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html: false for
        // CreateMultipartUpload and UploadPart, which S3 authorizes as s3:PutObject, too.
        boolean isAbsent = switch (key) {
            case "s3:objectcreationoperation" -> !request.action().equalsIgnoreCase("s3:PutObject");
            case "aws:username" ->
                !(request.caller() instanceof Caller.Principal by && by.arn().contains(":user/"));
            default -> false;
        };
        if (isAbsent) {
            return List.of(List.of());
        }
        if (key.equals("kms:calleraccount") && request.caller() instanceof Caller.Principal by) {
            return List.of(List.of(), List.of(by.account()));
        }
        Set<List<String>> values = new LinkedHashSet<>();
        if (!ALWAYS_THERE.contains(key)) {
            values.add(List.of());
        }
        (FLAGS.contains(key)
                        ? List.of("true", "false")
                        : examples(List.of(ANY), patterns(open, key, request), List.of("other")))
                .forEach(value -> values.add(List.of(value)));
        conditions(open, key, request).forEach(condition -> {
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
        });
        return List.copyOf(values);
    }
}
