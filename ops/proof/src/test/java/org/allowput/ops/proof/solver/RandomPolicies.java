package org.allowput.ops.proof.solver;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.policy.Authorization;
import org.allowput.policy.Caller;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;

/** Policies and requests of a few words, so that they often meet. */
final class RandomPolicies {
    static final String ROLE = "arn:aws:iam::111111111111:role/Role";

    private static final Map<String, Object> WORDS = words();
    /** Keys with values that a request may have. */
    private static final Map<?, ?> KEYS = (Map<?, ?>) Objects.requireNonNull(WORDS.get("keys"));

    private final Random random;

    RandomPolicies(Random random) {
        this.random = random;
    }

    private static Map<String, Object> words() {
        try {
            return JSON.std.mapFrom(Files.readString(Path.of("src/test/resources/proof/random-policies.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> words(String name) {
        return (List<T>) Objects.requireNonNull(WORDS.get(name), name);
    }

    /** @param principals whether it is the policy of a resource */
    Map<String, Object> policy(boolean principals) {
        List<Object> statements = new ArrayList<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            statements.add(statement(principals));
        }
        return Map.of("Version", "2012-10-17", "Statement", statements);
    }

    private Map<String, Object> statement(boolean principals) {
        Map<String, Object> statement = new TreeMap<>();
        statement.put("Effect", chance(70) ? "Allow" : "Deny");
        statement.put(chance(90) ? "Action" : "NotAction", some(words("actionPatterns")));
        statement.put(chance(90) ? "Resource" : "NotResource", some(words("resourcePatterns")));
        if (principals) {
            statement.put("Principal", oneOf(words("principals")));
            if (chance(15)) {
                statement.put("NotPrincipal", statement.remove("Principal"));
            }
        }
        Map<String, Object> conditions = new TreeMap<>();
        while (chance(40)) {
            condition(conditions);
        }
        if (!conditions.isEmpty()) {
            statement.put("Condition", conditions);
        }
        return statement;
    }

    private void condition(Map<String, Object> conditions) {
        String operator = oneOf(words("operators"));
        String key = String.valueOf(oneOf(List.copyOf(KEYS.keySet())));
        boolean caller = chance(20) && operator.startsWith("Arn");
        Object values = switch (operator) {
            case "Null", "Bool" -> oneOf(List.of("true", "false"));
            case "IpAddress", "NotIpAddress" -> "10.0.0.0/8";
            case "ArnLike", "ArnNotEquals" ->
                some(RandomPolicies.<String>words("values").stream()
                        .filter(value -> value.startsWith("arn:"))
                        .toList());
            default -> some(words("values"));
        };
        conditions.put(
                operator.equals("Null") || chance(75) ? operator : operator + "IfExists",
                Map.of(
                        operator.equals("Bool")
                                ? "aws:SecureTransport"
                                : operator.endsWith("IpAddress") ? "aws:SourceIp" : caller ? "aws:PrincipalArn" : key,
                        values));
    }

    Request request() {
        Map<String, List<String>> context =
                new HashMap<>(Map.of("aws:SecureTransport", List.of(Boolean.toString(chance(80)))));
        KEYS.forEach((key, values) -> {
            if (chance(60)) {
                context.put(String.valueOf(key), List.of(String.valueOf(oneOf((List<?>) values))));
            }
        });
        return new Request(oneOf(words("actions")), oneOf(words("resources")), caller(), context);
    }

    private Caller caller() {
        return oneOf(List.of(
                session(ROLE, "111111111111:assumed-role/Role/other"),
                session(ROLE, "111111111111:assumed-role/Role/s"),
                Caller.of("arn:aws:iam::111111111111:root"),
                Caller.of("Federated", "accounts.google.com"),
                Caller.of("CanonicalUser", "79a5"),
                Caller.of("arn:aws:iam::222222222222:user/u"),
                session("arn:aws:iam::333333333333:role/path/r", "333333333333:assumed-role/r/s"),
                Caller.of("Service", "s3.amazonaws.com"),
                Caller.ANONYMOUS));
    }

    private static Caller session(String role, String name) {
        return new Caller("AWS", role, Optional.of("arn:aws:sts::" + name));
    }

    private Object some(List<String> from) {
        return chance(60) ? oneOf(from) : List.of(oneOf(from), oneOf(from));
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Policies that concern a request to something of account 111111111111, and what is expected of it. */
    Map<String, Object> question() {
        return Map.of(
                "identity", policies(random.nextInt(3), false),
                "boundary", policies(chance(30) ? 1 : 0, false),
                "session", policies(chance(30) ? 1 : 0, false),
                "resource", policies(chance(60) ? 1 : 0, true),
                "resourceDecides", chance(30),
                "expected", expected());
    }

    private List<Object> policies(int count, boolean principals) {
        return Stream.<Object>generate(() -> policy(principals)).limit(count).toList();
    }

    static Authorization authorization(Map<String, Object> question) {
        return new Authorization(
                read(question, "identity").toList(),
                Stream.concat(read(question, "boundary"), read(question, "session"))
                        .toList(),
                read(question, "resource").findFirst().orElse(Policy.NOTHING),
                Boolean.TRUE.equals(question.get("resourceDecides")));
    }

    private static Stream<Policy> read(Map<String, Object> question, String name) {
        return ((List<?>) Objects.requireNonNull(question.get(name)))
                .stream().map(policy -> Policy.of((Map<?, ?>) policy));
    }

    static Policy expected(Map<String, Object> question) {
        return Policy.of((Map<?, ?>) Objects.requireNonNull(question.get("expected")));
    }

    private Map<String, Object> expected() {
        return Map.of(
                "Statement",
                RandomPolicies.<List<Object>>words("expected").stream()
                        .map(this::oneOf)
                        .toList());
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
