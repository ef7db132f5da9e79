package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
import org.allowput.policy.PolicyText;
import org.allowput.policy.Principals;
import org.allowput.policy.Statement;
import org.allowput.policy.Statement.Patterns;

/** A policy with one node changed: left out, inverted, or with another value. */
final class Mutants {
    private static final List<String> ACTIONS = List.of("*", "s3:*", "s3:GetObject", "sts:*", "sts:TagSession");
    private static final List<String> RESOURCES =
            List.of("*", "arn:aws:s3:::*", "arn:aws:s3:::target", "arn:aws:s3:::target/x", "arn:aws:s3:::other/*");
    private static final List<String> PRINCIPALS = List.of("*", "222222222222", "333333333333");
    private static final List<String> VALUES = List.of("*", "true", "false", "333333333333", "arn:aws:s3:::*");
    private static final List<String> OPERATORS = List.of(
            "StringNotEquals", "StringLike", "StringEqualsIfExists", "ForAllValues:StringEquals", "ArnLike", "Null");

    private Mutants() {}

    static List<Policy> of(Policy policy) {
        List<Policy> mutants = new ArrayList<>();
        for (int at = 0; at < policy.statements().size(); at++) {
            Statement statement = policy.statements().get(at);
            for (List<Statement> others : ofStatement(statement)) {
                List<Statement> changed = new ArrayList<>(policy.statements());
                changed.remove(at);
                changed.addAll(at, others);
                mutants.add(new Policy(changed));
            }
        }
        return mutants;
    }

    private static List<List<Statement>> ofStatement(Statement from) {
        List<List<Statement>> mutants = new ArrayList<>(List.of(List.of()));
        add(mutants, () -> with(from, !from.allow(), from.principals(), from.actions(), from.resources()));
        ofPatterns(from.actions(), ACTIONS)
                .forEach(each ->
                        add(mutants, () -> with(from, from.allow(), from.principals(), each, from.resources())));
        from.resources()
                .ifPresent(resources -> ofPatterns(resources, RESOURCES)
                        .forEach(each -> add(
                                mutants,
                                () -> with(from, from.allow(), from.principals(), from.actions(), Optional.of(each)))));
        from.principals()
                .ifPresent(principals -> ofPrincipals(principals)
                        .forEach(each -> add(
                                mutants,
                                () -> with(from, from.allow(), Optional.of(each), from.actions(), from.resources()))));
        for (int at = 0; at < from.conditions().size(); at++) {
            int chosen = at;
            List<Condition> without = new ArrayList<>(from.conditions());
            Condition condition = without.remove(at);
            mutants.add(List.of(from.with(without)));
            Stream.concat(
                            OPERATORS.stream().map(operator -> changed(condition, operator, condition.expected())),
                            // Another ExternalId is only another agreement.
                            VALUES.stream()
                                    .filter(value -> !condition.key().equals("sts:ExternalId"))
                                    .map(value -> changed(condition, condition.operator(), List.of(value))))
                    .flatMap(Optional::stream)
                    .forEach(other -> {
                        List<Condition> changed = new ArrayList<>(without);
                        changed.add(chosen, other);
                        mutants.add(List.of(from.with(changed)));
                    });
        }
        return mutants;
    }

    /** Makes a part of a policy, if there is such a one. */
    @FunctionalInterface
    private interface Maker {
        Statement make();
    }

    private static void add(List<List<Statement>> mutants, Maker maker) {
        try {
            mutants.add(List.of(maker.make()));
        } catch (PolicyException e) {
            // It is none.
        }
    }

    private static Statement with(
            Statement from,
            boolean allow,
            Optional<Principals> principals,
            Patterns actions,
            Optional<Patterns> resources) {
        return new Statement(allow, principals, actions, resources, from.conditions());
    }

    private static Optional<Condition> changed(Condition condition, String operator, List<String> expected) {
        try {
            return Optional.of(new Condition(operator, condition.key(), expected, condition.variables()));
        } catch (PolicyException e) {
            return Optional.empty();
        }
    }

    private static List<Patterns> ofPatterns(Patterns patterns, List<String> others) {
        List<Patterns> mutants = new ArrayList<>(List.of(new Patterns(patterns.texts(), !patterns.inverted())));
        for (int at = 0; at < patterns.texts().size(); at++) {
            List<PolicyText> without = new ArrayList<>(patterns.texts());
            boolean variables = without.remove(at).variables();
            if (!without.isEmpty()) {
                mutants.add(new Patterns(without, patterns.inverted()));
            }
            for (String other : others) {
                List<PolicyText> changed = new ArrayList<>(without);
                changed.add(new PolicyText(other, variables));
                mutants.add(new Patterns(changed, patterns.inverted()));
            }
        }
        return mutants;
    }

    private static List<Principals> ofPrincipals(Principals principals) {
        List<Principals> mutants = new ArrayList<>(List.of(new Principals(principals.names(), !principals.inverted())));
        for (String other : PRINCIPALS) {
            Map<String, List<String>> names = new HashMap<>(principals.names());
            names.put("AWS", List.of(other));
            mutants.add(new Principals(names, principals.inverted()));
        }
        return mutants;
    }
}
