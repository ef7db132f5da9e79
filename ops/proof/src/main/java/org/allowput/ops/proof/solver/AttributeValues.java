package org.allowput.ops.proof.solver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.allowput.ops.proof.template.TextFile;
import org.allowput.policy.Caller;
import org.allowput.policy.Condition;
import org.allowput.policy.PolicyException;
import org.allowput.policy.Request;
import org.allowput.policy.Request.Undecided;
import org.allowput.policy.Statement;
import org.allowput.policy.Wildcard;

/** The values of a request's attributes that the policies of a question tell apart. */
final class AttributeValues {
    /** Keys with no other value than true or false. */
    static final List<String> FLAGS = TextFile.lines(AttributeValues.class, "flags.txt");

    private static final Set<String> ALWAYS_THERE = Set.of("aws:securetransport", "s3:objectcreationoperation");
    /** What numbers, dates, addresses and other values can be besides those that are expected. */
    private static final List<String> OTHERS = TextFile.lines(AttributeValues.class, "other-values.txt");

    private static final List<String> ACTIONS = TextFile.lines(AttributeValues.class, "readable-actions.txt");
    /** Keys that the account of the caller has as its value. */
    private static final List<String> ACCOUNT_KEYS = List.of("aws:principalaccount", "kms:calleraccount");
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
        this.statements = question.policies()
                .flatMap(policy -> policy.statements().stream())
                .toList();
    }

    /** The values of an attribute. @throws Undecided if they depend on another one */
    List<?> of(String attribute, Request request) {
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
        return values(
                attribute,
                statements.stream().filter(each -> isOpen(each, request)).toList(),
                request);
    }

    /** Whether the statement can apply to the request by what is decided of it. */
    private boolean isOpen(Statement statement, Request request) {
        try {
            return question.asked().size() > 1 || statement.appliesTo(request);
        } catch (Undecided | PolicyException e) {
            return true;
        }
    }

    private List<?> values(String attribute, List<Statement> open, Request request) {
        return switch (attribute) {
            case Request.ACTION ->
                examples(
                        List.of(Wildcard.of("?*:?*").withoutColons()),
                        open.stream().flatMap(statement -> statement.actionPatterns(request)),
                        ACTIONS);
            case Request.RESOURCE ->
                examples(List.of(Wildcard.of("*")), resourcePatterns(open, request), List.of("other"));
            case Request.CALLER -> callers(open, request);
            default -> ofKey(attribute, open, request);
        };
    }

    private List<String> examples(List<Wildcard> possible, Stream<Wildcard> patterns, List<String> readable) {
        List<Wildcard> all = patterns.distinct().toList();
        return known.computeIfAbsent(List.of(possible, all), ignored -> {
            List<String> preferred = new ArrayList<>(readable);
            all.stream().limit(MOST_EXAMPLES).map(Wildcard::example).forEach(preferred::add);
            return new TextClasses(possible, all).examples(preferred);
        });
    }

    private Stream<Wildcard> resourcePatterns(List<Statement> open, Request request) {
        List<Wildcard> patterns = open.stream()
                .flatMap(statement -> statement.resourcePatterns(request))
                .toList();
        // A policy of the bucket decides about objects of an access point, too: its patterns, with the ARN replaced.
        Stream<Wildcard> translated = question.asked().stream()
                .filter(asked -> !asked.from().isEmpty())
                .flatMap(asked -> Stream.concat(
                                Stream.of(Wildcard.of("*")),
                                patterns.stream().flatMap(pattern -> pattern.rests(asked.to())))
                        .map(rest -> Wildcard.joined(Wildcard.of(asked.from()), rest)));
        return Stream.concat(patterns.stream(), translated);
    }

    private List<? extends Caller> callers(List<Statement> open, Request request) {
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
    private List<String> principals(List<Statement> open, Request request) {
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
    private static Stream<Wildcard> patterns(List<Statement> open, String key, Request request) {
        return conditions(open, key).flatMap(condition -> {
            try {
                return condition.patterns(request).toList().stream();
            } catch (Undecided | PolicyException e) {
                return Stream.of();
            }
        });
    }

    private List<List<String>> ofKey(String key, List<Statement> open, Request request) {
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
