package org.allowput.ops.proof.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        boolean isAbsent = switch (attribute) {
            case "s3:objectcreationoperation" -> !request.action().equalsIgnoreCase("s3:PutObject");
            case "aws:username" ->
                !(request.caller() instanceof Caller.Principal by) || !by.arn().contains(":user/");
            default -> false;
        };
        if (isAbsent) {
            return List.of(List.of());
        }
        if (attribute.equals("kms:calleraccount") && request.caller() instanceof Caller.Principal by) {
            return List.of(List.of(), List.of(by.account()));
        }
        BitSet open = open(request);
        List<?> values = known.get(Map.entry(attribute, open));
        if (values == null || hasVariables) {
            values = values(attribute, open.stream().mapToObj(statements::get).toList(), request);
            known.put(Map.entry(attribute, open), values);
        }
        return values;
    }

    private List<?> values(String attribute, List<Statement> open, PartialRequest request) {
        return switch (attribute) {
            case PartialRequest.ACTION ->
                examples(
                        List.of(Wildcard.joined(Wildcard.some(":"), Wildcard.of(":"), Wildcard.some(":"))),
                        open.stream().flatMap(statement -> statement.actionPatterns(request)),
                        ACTIONS);
            case PartialRequest.RESOURCE ->
                examples(List.of(Wildcard.of("*")), resourcePatterns(open, request), List.of("other"));
            case PartialRequest.CALLER -> callers(open, request);
            default -> ofKey(attribute, open, request);
        };
    }

    /** The statements that can apply to the request by what is decided of it. */
    private BitSet open(PartialRequest request) {
        BitSet open = new BitSet();
        for (int at = 0; at < statements.size(); at++) {
            open.set(at, isOpen(statements.get(at), request));
        }
        return open;
    }

    private boolean isOpen(Statement statement, PartialRequest request) {
        try {
            return question.asked().size() > 1 || statement.appliesTo(request);
        } catch (Undecided | PolicyException e) {
            return true;
        }
    }

    private static Stream<Condition> conditions(List<Statement> statements, String key) {
        return statements.stream()
                .flatMap(statement -> statement.conditions().stream())
                .filter(condition -> condition.key().equalsIgnoreCase(key));
    }

    private static List<String> examples(List<Wildcard> possible, Stream<Wildcard> patterns, List<String> readable) {
        List<Wildcard> all = patterns.distinct().toList();
        List<String> preferred = new ArrayList<>(readable);
        all.stream().limit(MOST_EXAMPLES).map(Wildcard::example).forEach(preferred::add);
        return new TextClasses(possible, all.stream()).examples(preferred);
    }

    private Stream<Wildcard> resourcePatterns(List<Statement> open, PartialRequest request) {
        return Stream.concat(
                open.stream().flatMap(statement -> statement.resourcePatterns(request)),
                question.asked().stream()
                        .filter(asked -> !asked.from().isEmpty())
                        .flatMap(asked -> Stream.concat(
                                        Stream.of(Wildcard.of("*")),
                                        asked.policies().policies().stream()
                                                .flatMap(policy -> policy.statements().stream())
                                                .flatMap(statement -> statement.resourcePatterns(request))
                                                .flatMap(pattern -> pattern.rests(asked.to()).stream()))
                                .map(rest -> Wildcard.joined(Wildcard.literal(asked.from()), rest))));
    }

    private List<Caller> callers(List<Statement> open, PartialRequest request) {
        List<Caller> callers = new ArrayList<>();
        if (question.role().isEmpty()) {
            callers.add(new Caller.Anonymous());
        }
        question.role().map(List::of).orElseGet(() -> principals(open, request)).forEach(arn -> {
            if (!arn.contains(":role/")) {
                callers.add(Caller.Principal.of(arn));
            } else {
                callers.addAll(Caller.Principal.sessions(arn, names("AWS")));
            }
        });
        if (question.role().isEmpty()) {
            names("Service", "other.amazonaws.com").map(Caller.Service::new).forEach(callers::add);
            names("Federated", "other").map(Caller.Federated::new).forEach(callers::add);
            names("CanonicalUser", "other").map(Caller.CanonicalUser::new).forEach(callers::add);
        }
        return callers;
    }

    private Stream<String> names(String type, String... further) {
        return Stream.concat(question.policies().flatMap(policy -> policy.principals(type)), Stream.of(further))
                .filter(name -> !name.equals("*"))
                .distinct();
    }

    /** The ARNs of users, roles, root users and federated users. */
    private List<String> principals(List<Statement> open, PartialRequest request) {
        Wildcard account = Wildcard.digits(12);
        List<Wildcard> possible = Stream.of("iam::|:role/", "iam::|:user/", "iam::|:root", "sts::|:federated-user/")
                .map(kind -> kind.split("\\|", 2))
                .map(kind -> Wildcard.joined(
                        Wildcard.literal("arn:" + partition + ":" + kind[0]),
                        account,
                        Wildcard.literal(kind[1]),
                        kind[1].endsWith("/") ? Wildcard.some("") : Wildcard.of("")))
                .toList();
        List<Wildcard> accounts = new ArrayList<>();
        question.asked().forEach(asked -> accounts.add(Wildcard.literal(asked.account())));
        ACCOUNT_KEYS.stream()
                .flatMap(key -> conditions(open, key))
                .flatMap(condition -> patterns(condition, request))
                .forEach(accounts::add);
        List<Wildcard> patterns = new ArrayList<>(conditions(open, "aws:principalarn")
                .flatMap(condition -> patterns(condition, request))
                .toList());
        List<String> readable = new ArrayList<>();
        names("AWS").forEach(name -> {
            if (name.matches("\\d{12}|arn:[^:]+:iam::\\d{12}:root")) {
                accounts.add(Wildcard.literal(name.replaceAll(".*::|:root", "")));
            }
            String[] session = name.split(":assumed-role/|/", -1);
            if (name.contains(":assumed-role/")) {
                String roles = session[0].replace(":sts:", ":iam:") + ":role/";
                patterns.add(Wildcard.literal(roles + session[1]));
                patterns.add(Wildcard.joined(Wildcard.literal(roles), Wildcard.of("*/" + session[1])));
            } else {
                patterns.add(Wildcard.literal(name));
            }
        });
        accounts.forEach(each -> {
            patterns.add(Wildcard.joined(Wildcard.of("arn:*:*::"), each, Wildcard.of(":*"))
                    .ofArn());
            readable.add("arn:" + partition + ":iam::" + each.example() + ":role/R");
        });
        return examples(possible, patterns.stream(), readable);
    }

    /** Without those that depend on keys that are not decided. */
    private static Stream<Wildcard> patterns(Condition condition, PartialRequest request) {
        try {
            return condition.patterns(request).toList().stream();
        } catch (Undecided | PolicyException e) {
            return Stream.of();
        }
    }

    private List<List<String>> ofKey(String key, List<Statement> open, PartialRequest request) {
        Set<List<String>> values = new LinkedHashSet<>();
        if (!ALWAYS_THERE.contains(key)) {
            values.add(List.of());
        }
        List<Condition> conditions = conditions(open, key).toList();
        Stream<String> texts = FLAGS.contains(key)
                ? Stream.of("true", "false")
                : examples(
                        List.of(Wildcard.of("*")),
                        conditions.stream().flatMap(condition -> patterns(condition, request)),
                        List.of("other"))
                        .stream();
        texts.forEach(value -> values.add(List.of(value)));
        for (Condition condition : conditions) {
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
