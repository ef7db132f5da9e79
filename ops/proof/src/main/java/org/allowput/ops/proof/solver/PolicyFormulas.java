package org.allowput.ops.proof.solver;

import static org.allowput.ops.proof.solver.Formula.allOf;
import static org.allowput.ops.proof.solver.Formula.and;
import static org.allowput.ops.proof.solver.Formula.anyOf;
import static org.allowput.ops.proof.solver.Formula.not;
import static org.allowput.ops.proof.solver.Formula.or;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.allowput.ops.proof.solver.Formula.Constant;
import org.allowput.ops.proof.solver.Formula.In;
import org.allowput.ops.proof.template.TextFile;
import org.allowput.policy.Authorization;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyText;
import org.allowput.policy.PolicyText.Piece;
import org.allowput.policy.Principals.Grant;
import org.allowput.policy.Statement;
import org.allowput.policy.Statement.Patterns;

/**
 * How IAM evaluates policies, as formulas about a request. {@link Authorization} says the same of one request.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public final class PolicyFormulas {
    /** How the attributes begin that stand for what is not modelled. */
    static final String MAYBE = "maybe ";

    private static final Pattern SINGLE_VALUED =
            Pattern.compile(String.join("|", TextFile.lines(PolicyFormulas.class, "single-valued-keys.txt")));

    private PolicyFormulas() {}

    /** All policies together allow the request. */
    static Formula allows(Authorization policies, String resourceAccount) {
        Function<Set<Grant>, Formula> byResource =
                how -> anyOf(policies.resource().stream().toList(), policy -> grants(policy, how));
        Formula granted = byResource.apply(PrincipalFormulas.ANY);
        Formula sameAccount = RequestFormulas.isCalledByAccount(resourceAccount);
        Formula byIdentity = or(
                and(sameAccount, byResource.apply(Set.of(Grant.ROLE))),
                RequestFormulas.isRoot(),
                anyOf(policies.identity(), PolicyFormulas::grants));
        Formula byPrincipal = and(
                policies.resourceDecides() ? granted : or(sameAccount, granted),
                or(
                        and(sameAccount, byResource.apply(Set.of(Grant.DIRECT))),
                        and(
                                byIdentity,
                                allOf(policies.boundary().stream().toList(), PolicyFormulas::grants),
                                allOf(policies.session().stream().toList(), PolicyFormulas::grants))));
        Formula isPrincipal = RequestFormulas.byPrincipal();
        return and(
                not(anyOf(policies.policies(), PolicyFormulas::denies)),
                byPrincipal.equals(granted)
                        ? granted
                        : or(and(isPrincipal, byPrincipal), and(not(isPrincipal), granted)));
    }

    private static Formula denies(Policy policy) {
        return anyOf(
                policy.statements().stream().filter(each -> !each.allow()).toList(),
                each -> matches(each, PrincipalFormulas.ANY));
    }

    /** A statement of the policy allows the request. */
    public static Formula grants(Policy policy) {
        return grants(policy, PrincipalFormulas.ANY);
    }

    private static Formula grants(Policy policy, Set<Grant> how) {
        return anyOf(policy.statements().stream().filter(Statement::allow).toList(), each -> matches(each, how));
    }

    private static Formula matches(Statement statement, Set<Grant> how) {
        return and(
                statement
                        .principals()
                        .map(principals -> PrincipalFormulas.reaches(principals, statement.allow(), how))
                        .orElse(how.contains(Grant.DIRECT) ? Constant.TRUE : Constant.FALSE),
                element(statement.actions(), RequestFormulas.ACTION, "", PolicyFormulas::action),
                statement
                        .resources()
                        // Whether a wildcard goes beyond a colon is not documented: it does where that allows more.
                        .map(resources -> statement.allow() != resources.inverted()
                                ? element(resources, RequestFormulas.RESOURCE, "", PatternTexts::like)
                                : element(
                                        resources,
                                        RequestFormulas.RESOURCE,
                                        " within segments",
                                        PatternTexts::likeInSegments))
                        .orElse(Constant.TRUE),
                allOf(statement.conditions(), PolicyFormulas::holds));
    }

    private static Optional<TextSet> action(PolicyText text) {
        return PatternTexts.like(new PolicyText(text.text().toLowerCase(Locale.ROOT), false));
    }

    private static Formula element(
            Patterns element, String attribute, String how, Function<PolicyText, Optional<TextSet>> meaning) {
        List<TextSet> known = new ArrayList<>();
        List<Formula> alternatives = new ArrayList<>();
        element.texts()
                .forEach(text -> meaning.apply(text)
                        .ifPresentOrElse(
                                known::add,
                                () -> alternatives.add(
                                        and(maybe(attribute + how + " " + text.text()), hasVariables(text)))));
        if (!known.isEmpty()) {
            TextSet texts = TextSet.union(known);
            alternatives.add(texts.equals(TextSet.ALL) ? Constant.TRUE : new In(attribute, texts));
        }
        Formula is = anyOf(alternatives, each -> each);
        return element.inverted() ? not(is) : is;
    }

    /** What is not modelled: it may hold and it may not, in the same way wherever it is written. */
    private static Formula maybe(String what) {
        return new In(MAYBE + what, TextSet.ALL);
    }

    /**
     * Whether a condition holds. A key that is absent fails a condition, except one with a negated operator or with
     * {@code IfExists}.
     */
    private static Formula holds(Condition condition) {
        Formula present = RequestFormulas.hasKey(condition.key());
        if (condition.operator().equals("Null")) {
            return anyOf(condition.expected(), isNull -> isNull.equalsIgnoreCase("true") ? not(present) : present);
        }
        String key = condition.key().toLowerCase(Locale.ROOT);
        List<Optional<TextSet>> values = condition.texts().stream()
                .map(text -> meaning(condition.comparison(), text))
                .toList();
        boolean isModelled = !condition.ofSet()
                && SINGLE_VALUED.matcher(key).matches()
                && !(condition.comparison().equals("Bool") && !AttributeValues.FLAGS.contains(key))
                && values.stream().allMatch(Optional::isPresent);
        if (!isModelled) {
            boolean mayBeAbsent = condition.negated()
                    || condition.ifExists()
                    || condition.operator().startsWith("ForAllValues:");
            return and(
                    maybe("condition " + condition),
                    mayBeAbsent ? Constant.TRUE : and(present, anyOf(condition.texts(), PolicyFormulas::hasVariables)));
        }
        Formula matches = RequestFormulas.key(
                key, TextSet.union(values.stream().flatMap(Optional::stream).toList()));
        return condition.negated() ? not(matches) : condition.ifExists() ? or(not(present), matches) : matches;
    }

    /** Nothing is like a text with a variable that has no value. */
    private static Formula hasVariables(PolicyText text) {
        return allOf(
                text.pieces(),
                piece -> piece instanceof Piece.Variable(String key, Optional<String> otherwise) && otherwise.isEmpty()
                        ? RequestFormulas.hasKey(key)
                        : Constant.TRUE);
    }

    private static Optional<TextSet> meaning(String comparison, PolicyText text) {
        return switch (comparison) {
            case "StringEquals" -> PatternTexts.equal(text);
            case "StringEqualsIgnoreCase" -> PatternTexts.equalIgnoringCase(text);
            case "StringLike" -> PatternTexts.like(text);
            case "ArnEquals", "ArnLike" -> PatternTexts.likeArn(text);
            case "Bool" -> PatternTexts.equal(new PolicyText(text.text().toLowerCase(Locale.ROOT), text.variables()));
            default -> Optional.empty();
        };
    }
}
