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
                Caller.Principal.of(ROLE),
                new Caller.Principal(ROLE, Optional.of("arn:aws:sts::111111111111:assumed-role/Role/s")),
                Caller.Principal.of("arn:aws:iam::111111111111:root"),
                new Caller.Federated("accounts.google.com"),
                new Caller.CanonicalUser("79a5"),
                Caller.Principal.of("arn:aws:iam::222222222222:user/u"),
                Caller.Principal.of("arn:aws:iam::333333333333:role/path/r"),
                new Caller.Service("s3.amazonaws.com"),
                new Caller.Anonymous()));
    }

    private Object some(List<String> from) {
        return chance(60) ? oneOf(from) : List.of(oneOf(from), oneOf(from));
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Policies that concern a request to something of account 111111111111. */
    Authorization authorization() {
        return new Authorization(
                Stream.generate(() -> Policy.of(policy(false)))
                        .limit(random.nextInt(3))
                        .toList(),
                chance(30) ? Optional.of(Policy.of(policy(false))) : Optional.empty(),
                chance(30) ? Optional.of(Policy.of(policy(false))) : Optional.empty(),
                chance(60) ? Optional.of(Policy.of(policy(true))) : Optional.empty(),
                chance(30));
    }

    /** What such requests are meant to be about. */
    Formula expected() {
        return Formula.or(
                RequestFormulas.hasAction(this.<String>oneOf(words("actions"))),
                RequestFormulas.isBelow(this.<String>oneOf(words("resources"))),
                RequestFormulas.isCalledByAccount(oneOf(List.of("111111111111", "222222222222", "333333333333"))),
                RequestFormulas.hasValue("sts:ExternalId", oneOf(List.of("a", "b"))));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
