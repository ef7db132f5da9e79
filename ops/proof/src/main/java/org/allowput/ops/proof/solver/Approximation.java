package org.allowput.ops.proof.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.allowput.ops.proof.template.TextFile;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
import org.allowput.policy.PolicyText;
import org.allowput.policy.Request;
import org.allowput.policy.Statement;
import org.allowput.policy.Statement.Patterns;

/**
 * A policy that allows everything that another one allows, and that is decided by classes of texts. A condition that is
 * not (about numbers, dates, addresses, variables, or keys with several values) is left out of an Allow, and is never
 * met in a Deny; a variable stands for any text in an Allow, and for none in a Deny.
 */
final class Approximation {
    private static final Pattern SINGLE_VALUED =
            Pattern.compile(String.join("|", TextFile.lines(Approximation.class, "single-valued-keys.txt")));

    private Approximation() {}

    /** @param more whether it allows more than the policy, or else less */
    static Policy of(Policy policy, boolean more) {
        return new Policy(policy.statements().stream()
                .flatMap(statement -> of(statement, statement.allow() == more).stream())
                .toList());
    }

    /** @param wide whether it is about more requests than the statement, or else about fewer */
    private static Optional<Statement> of(Statement statement, boolean wide) {
        List<Condition> conditions = new ArrayList<>();
        for (Condition condition : statement.conditions()) {
            if (isModelled(condition)) {
                conditions.add(condition);
            } else if (!wide) {
                return Optional.empty();
            } else if (condition.needsKey()) {
                conditions.add(Condition.isPresent(condition.key(), true));
            }
        }
        return Optional.of(new Statement(
                statement.allow(),
                statement.principals(),
                statement.actions(),
                statement.resources().map(patterns -> of(patterns, wide != patterns.inverted())),
                conditions));
    }

    /** @param wide whether they have to match more, or else less */
    private static Patterns of(Patterns patterns, boolean wide) {
        return new Patterns(
                patterns.texts().stream()
                        .filter(text -> wide || !text.hasVariables())
                        .map(text -> text.hasVariables() ? text.withStars() : text)
                        .toList(),
                patterns.inverted());
    }

    private static boolean isModelled(Condition condition) {
        String key = condition.key().toLowerCase(Locale.ROOT);
        boolean isOfFlag = condition.expected().stream().allMatch(value -> value.matches("(?i)true|false"));
        return switch (condition.comparison()) {
            case "Null" -> isOfFlag;
            case "Bool" -> isOfFlag && AttributeValues.FLAGS.contains(key) && !condition.ofSet();
            default -> !condition.ofSet() && SINGLE_VALUED.matcher(key).matches() && hasPatterns(condition);
        };
    }

    /** Whether it compares with patterns that do not depend on the request. */
    private static boolean hasPatterns(Condition condition) {
        try {
            return condition.texts().stream().noneMatch(PolicyText::hasVariables)
                    && !condition.patterns(new Request(Map.of(), true)).toList().isEmpty()
                    && !(condition.comparison().equals("StringEqualsIgnoreCase")
                            && condition.expected().stream().anyMatch(text -> !text.matches("\\p{ASCII}*")));
        } catch (PolicyException e) {
            return false;
        }
    }
}
