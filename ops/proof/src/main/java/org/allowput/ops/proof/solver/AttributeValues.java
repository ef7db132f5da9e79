package org.allowput.ops.proof.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.ops.proof.solver.PartialRequest.Undecided;
import org.allowput.ops.proof.template.TextFile;
import org.allowput.policy.Caller;
import org.allowput.policy.Condition;
import org.allowput.policy.PolicyException;
import org.allowput.policy.PolicyText;
import org.allowput.policy.Statement;
import org.allowput.policy.Wildcard;

/** The values of a request's attributes that the policies of a question tell apart. */
final class AttributeValues {
    /** Keys with no other value than true or false. */
    static final Set<String> FLAGS = Set.of(
            "aws:multifactorauthpresent",
            "aws:principalisawsservice",
            "aws:securetransport",
            "aws:viaawsservice",
            "s3:objectcreationoperation");

    private static final Set<String> ALWAYS_THERE = Set.of("aws:securetransport", "s3:objectcreationoperation");
    /** What numbers, dates, addresses and other values can be besides those that are expected. */
    private static final List<String> OTHERS = List.of(
            "-999999999",
            "999999999",
            "1970-01-02",
            "2999-01-01",
            "198.51.100.77",
            "2001:db8::1",
            "AAAA",
            "true",
            "false");

    private static final List<String> ACTIONS = TextFile.lines(AttributeValues.class, "readable-actions.txt");
    /** Keys that the account of the caller has as its value. */
    private static final List<String> ACCOUNT_KEYS = List.of("aws:principalaccount", "kms:calleraccount");
    /** Of the patterns, such as the actions of a policy: they only make requests easier to read. */
    private static final int MOST_EXAMPLES = 50;

    private final Question question;
    private final String partition;
    private final List<Statement> statements;
    private final boolean hasVariables;
    /** By the attribute and the statements that can still apply. */
    private final Map<Map.Entry<String, BitSet>, List<?>> known = new HashMap<>();

    AttributeValues(Question question, String partition) {
        this.question = question;
        this.partition = partition;
        this.statements = question.policies()
                .flatMap(policy -> policy.statements().stream())
                .toList();
        this.hasVariables = statements.stream()
                .flatMap(statement -> Stream.concat(
                        statement.resources().stream().flatMap(patterns -> patterns.texts().stream()),
                        statement.conditions().stream().flatMap(condition -> condition.texts().stream())))
                .anyMatch(PolicyText::hasVariables);
    }

    /** The values of an attribute. @throws Undecided if they depend on another one */
    List<?> of(String attribute, PartialRequest request) {
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html: false for
        // CreateMultipartUpload and UploadPart, which S3 authorizes as s3:PutObject, too.
        if (attribute.equals("s3:objectcreationoperation") && !request.action().equalsIgnoreCase("s3:PutObject")) {
            return List.of(List.of());
        }
        if (attribute.equals("aws:username")
                && !(request.caller() instanceof Caller.Principal by && by.arn().contains(":user/"))) {
            return List.of(List.of());
        }
        if (attribute.equals("kms:calleraccount") && request.caller() instanceof Caller.Principal by) {
            return List.of(List.of(), List.of(by.account()));
        }
        BitSet open = IntStream.range(0, statements.size())
                .filter(at -> isOpen(statements.get(at), request))
                .collect(BitSet::new, BitSet::set, BitSet::or);
        Supplier<List<?>> values =
                () -> values(attribute, open.stream().mapToObj(statements::get).toList(), request);
        return hasVariables ? values.get() : known.computeIfAbsent(Map.entry(attribute, open), ignored -> values.get());
    }

    /** Whether the statement can apply to the request by what is decided of it. */
    private boolean isOpen(Statement statement, PartialRequest request) {
        try {
            return question.asked().size() > 1 || statement.appliesTo(request);
        } catch (Undecided | PolicyException e) {
            return true;
        }
    }

    private List<?> values(String attribute, List<Statement> open, PartialRequest request) {
        return switch (attribute) {
            case PartialRequest.ACTION ->
                examples(
                        List.of(Wildcard.of("?*:?*").withoutColons()),
                        open.stream().flatMap(statement -> statement.actionPatterns(request)),
                        ACTIONS);
            case PartialRequest.RESOURCE ->
                examples(List.of(Wildcard.of("*")), resourcePatterns(open, request), List.of("other"));
            case PartialRequest.CALLER -> callers(open, request);
            default -> ofKey(attribute, open, request);
        };
    }

    private static List<String> examples(List<Wildcard> possible, Stream<Wildcard> patterns, List<String> readable) {
        List<Wildcard> all = patterns.distinct().toList();
        List<String> preferred = new ArrayList<>(readable);
        all.stream().limit(MOST_EXAMPLES).map(Wildcard::example).forEach(preferred::add);
        return new TextClasses(possible, all.stream()).examples(preferred);
    }

    private Stream<Wildcard> resourcePatterns(List<Statement> open, PartialRequest request) {
        List<Wildcard> patterns = open.stream()
                .flatMap(statement -> statement.resourcePatterns(request))
                .toList();
        // What is also about something else is told apart by what follows the beginning of both.
        Stream<Wildcard> translated = question.asked().stream()
                .filter(asked -> !asked.from().isEmpty())
                .flatMap(asked -> Stream.concat(
                                Stream.of(Wildcard.of("*")),
                                patterns.stream().flatMap(pattern -> pattern.rests(asked.to())))
                        .map(rest -> Wildcard.joined(Wildcard.of(asked.from()), rest)));
        return Stream.concat(patterns.stream(), translated);
    }

    private List<? extends Caller> callers(List<Statement> open, PartialRequest request) {
        Stream<Caller.Principal> principals = question.role()
                .map(Stream::of)
                .orElseGet(() -> principals(open, request).stream())
                .flatMap(arn -> Caller.Principal.of(arn).sessions(names("AWS")));
        if (question.role().isPresent()) {
            return principals.toList();
        }
        Stream<Caller> others = Stream.of("Service", "Federated", "CanonicalUser")
                .flatMap(type -> names(type, type.equals("Service") ? "other.amazonaws.com" : "other")
                        .map(name -> new Caller.Other(type, name)));
        return Stream.of(Stream.of(Caller.Other.ANONYMOUS), principals, others)
                .flatMap(callers -> callers)
                .toList();
    }

    private Stream<String> names(String type, String... further) {
        return Stream.concat(question.policies().flatMap(policy -> policy.principals(type)), Stream.of(further))
                .filter(name -> !name.equals("*"))
                .distinct();
    }

    /** The ARNs of users, roles, root users and federated users. */
    private List<String> principals(List<Statement> open, PartialRequest request) {
        List<Wildcard> possible = Stream.of(
                        "iam::|:role/?*", "iam::|:user/?*", "iam::|:root", "sts::|:federated-user/?*")
                .map(kind -> kind.split("\\|", 2))
                .map(kind -> Wildcard.joined(
                        Wildcard.of("arn:" + partition + ":" + kind[0]), Wildcard.digits(12), Wildcard.of(kind[1])))
                .toList();
        Stream<Wildcard> accounts = Stream.of(
                        question.asked().stream().map(asked -> Wildcard.of(asked.account())),
                        ACCOUNT_KEYS.stream().flatMap(key -> patterns(open, key, request)),
                        names("AWS")
                                .filter(name -> name.matches("\\d{12}|arn:[^:]+:iam::\\d{12}:root"))
                                .map(name -> Wildcard.of(name.replaceAll(".*::|:root", ""))))
                .flatMap(patterns -> patterns);
        List<Wildcard> owners = accounts.distinct().toList();
        Stream<Wildcard> roles = names("AWS")
                .flatMap(name -> {
                    String[] session = name.replace(":sts:", ":iam:").split(":assumed-role/|/", -1);
                    return name.contains(":assumed-role/")
                            ? Stream.of(session[0] + ":role/" + session[1], session[0] + ":role/*/" + session[1])
                            : Stream.of(name);
                })
                .map(Wildcard::of);
        return examples(
                possible,
                Stream.of(
                                patterns(open, "aws:principalarn", request),
                                roles,
                                owners.stream()
                                        .map(each -> Wildcard.joined(Wildcard.of("arn:*:*::"), each, Wildcard.of(":*"))
                                                .ofArn()))
                        .flatMap(patterns -> patterns),
                owners.stream()
                        .map(each -> "arn:" + partition + ":iam::" + each.example() + ":role/R")
                        .toList());
    }

    private static Stream<Condition> conditions(List<Statement> statements, String key) {
        return statements.stream()
                .flatMap(statement -> statement.conditions().stream())
                .filter(condition -> condition.key().equalsIgnoreCase(key));
    }

    /** What conditions compare a key with; without what depends on keys that are not decided. */
    private static Stream<Wildcard> patterns(List<Statement> open, String key, PartialRequest request) {
        return conditions(open, key).flatMap(condition -> {
            try {
                return condition.patterns(request).toList().stream();
            } catch (Undecided | PolicyException e) {
                return Stream.of();
            }
        });
    }

    private List<List<String>> ofKey(String key, List<Statement> open, PartialRequest request) {
        Set<List<String>> values = new LinkedHashSet<>();
        if (!ALWAYS_THERE.contains(key)) {
            values.add(List.of());
        }
        if (FLAGS.contains(key)) {
            values.add(List.of("true"));
            values.add(List.of("false"));
        } else {
            examples(List.of(Wildcard.of("*")), patterns(open, key, request), List.of("other"))
                    .forEach(value -> values.add(List.of(value)));
        }
        conditions(open, key).forEach(condition -> {
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
