package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.CharSort;
import com.microsoft.z3.Expr;
import com.microsoft.z3.SeqSort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.allowput.ops.proof.policy.PolicyStatement;
import org.allowput.ops.proof.policy.PolicyStatement.Condition;
import org.allowput.ops.proof.policy.PolicyStatement.Principal;
import org.allowput.ops.proof.template.ConditionValue;
import org.allowput.ops.proof.template.ConditionalValue;
import org.allowput.ops.proof.template.Text;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.allowput.ops.proof.template.UnsupportedPolicyException.Collector;

/**
 * How IAM evaluates a policy, as formulas about a request.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public final class PolicyEvaluation {
    /**
     * Condition keys that have one value in a request, as in the model. Of any other key nothing is known.
     *
     * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html">Condition keys
     *     of each service</a>
     */
    private static final Pattern SINGLE_VALUED = Pattern.compile(
            "aws:(principal(account|arn|orgid|type|isawsservice"
                + "|servicename|tag/.+)|(request|resource)tag/.+|multifactorauthpresent|requestedregion"
                + "|re(source(account|orgid)|ferer)"
                + "|securetransport|source(account|arn|identity|ip|orgid|vpc|vpce)|user(agent|id|name)|viaawsservice)"
                + "|events:source|kms:(calleraccount|viaservice)|lambda:sourcefunctionarn"
                + "|s3:(if-none-match|objectcreationoperation|prefix|x-amz-.+)|sts:(externalid|rolesessionname|sourceidentity)");

    private final SymbolicRequest request;
    private final Logic logic;
    private final Patterns patterns;
    private final SymbolicAccounts deployment;
    private final boolean allowsAll;
    private final Collector problems = new Collector();
    private final Map<PolicyStatement, BoolExpr> matches = new LinkedHashMap<>();

    PolicyEvaluation(SymbolicRequest request, Patterns patterns, SymbolicAccounts deployment) {
        this(request, patterns, deployment, false);
    }

    private PolicyEvaluation(
            SymbolicRequest request, Patterns patterns, SymbolicAccounts deployment, boolean allowsAll) {
        this.request = request;
        this.logic = request.logic();
        this.patterns = patterns;
        this.deployment = deployment;
        this.allowsAll = allowsAll;
    }

    /** As if each policy allowed everything: what violates a claim then is what it forbids. */
    PolicyEvaluation allowingAll() {
        return new PolicyEvaluation(request, patterns, deployment, true);
    }

    public SymbolicRequest request() {
        return request;
    }

    /** What CloudFormation's rules with a condition do not refuse, which other claims do not need. */
    public BoolExpr conditionalRules() {
        return deployment.conditionalRules();
    }

    /** Whether the conditions of the template are as a guard says. */
    public BoolExpr holds(List<ConditionValue> guard) {
        return deployment.holds(guard);
    }

    /** Allowed by a statement and denied by none. */
    public BoolExpr isAllowedBy(List<PolicyStatement> policy) {
        if (allowsAll) {
            return logic.bool(true);
        }
        return logic.and(
                logic.anyOf(policy.stream().filter(PolicyStatement::allow).toList(), this::matches),
                logic.not(logic.anyOf(
                        policy.stream().filter(statement -> !statement.allow()).toList(), this::matches)));
    }

    /**
     * A part of a statement that allows something.
     *
     * @param formula which requests match it
     */
    record Allow(String where, List<ConditionValue> guard, BoolExpr formula) {}

    /**
     * The statements that allow something under a condition, and principals that are known only at deployment: the
     * other elements match requests by their form.
     *
     * @throws UnsupportedPolicyException if a statement is not understood; it names all that are not
     */
    List<Allow> allows() {
        problems.finish();
        List<Allow> allows = new ArrayList<>();
        matches.forEach((statement, formula) -> {
            if (statement.allow() && !statement.conditions().isEmpty()) {
                allows.add(new Allow(statement.where(), statement.guard(), formula));
            }
            if (statement.allow()) {
                statement.principals().stream()
                        .filter(caller -> caller.value() instanceof Principal.Named)
                        .forEach(caller -> allows.add(new Allow(
                                statement.where(), caller.guard(), isCalledBy(caller.value(), statement.where()))));
            }
        });
        return allows;
    }

    private BoolExpr matches(PolicyStatement statement) {
        return matches.computeIfAbsent(statement, read -> {
            AtomicReference<BoolExpr> formula = new AtomicReference<>(logic.maybe());
            problems.read(() -> formula.set(formula(read)));
            return formula.get();
        });
    }

    private BoolExpr formula(PolicyStatement statement) {
        String where = statement.where();
        return logic.and(
                deployment.holds(statement.guard()),
                statement.principals().isEmpty()
                        ? logic.bool(true)
                        : logic.anyOf(
                                statement.principals(),
                                caller ->
                                        logic.and(deployment.holds(caller.guard()), isCalledBy(caller.value(), where))),
                anyOf(statement.actions(), pattern -> patterns.matchesText(request.action(), pattern, where)),
                anyOf(
                        statement.resources(),
                        pattern -> patterns.matchesResource(
                                request.resource(),
                                pattern,
                                statement.allow() != statement.resources().not(),
                                where)),
                logic.allOf(
                        statement.conditions(),
                        condition ->
                                logic.implies(deployment.holds(condition.guard()), holds(condition.value(), where))));
    }

    private BoolExpr anyOf(PolicyStatement.Patterns element, Function<Text, BoolExpr> formula) {
        BoolExpr matches = element.all().isEmpty() ? logic.bool(true) : anyOf(element.all(), formula);
        return element.not() ? logic.not(matches) : matches;
    }

    private BoolExpr anyOf(List<ConditionalValue<Text>> texts, Function<Text, BoolExpr> formula) {
        return logic.anyOf(texts, text -> logic.and(deployment.holds(text.guard()), formula.apply(text.value())));
    }

    private BoolExpr isCalledBy(Principal caller, String where) {
        return switch (caller) {
            case Principal.Account(Text id) -> {
                deployment.refuseWildcardsIn(id, where);
                yield request.isCalledByAccount(id);
            }
            case Principal.Named(Text name) -> {
                deployment.refuseWildcardsIn(name, where);
                yield request.isCalledBy(name, "root");
            }
            case Principal.Service(Text name) -> request.isCalledByService(name);
            case Principal.Everyone() -> logic.bool(true);
        };
    }

    /** The resource of the request matches a pattern as the {@code Resource} of an Allow does. */
    public BoolExpr isOnAny(Text pattern, String where) {
        return patterns.matchesResource(request.resource(), pattern, true, where);
    }

    /**
     * Whether a condition holds. A key that is absent fails a condition, except one with a negated operator or with
     * {@code IfExists}.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">
     *     Condition operators</a>
     */
    private BoolExpr holds(Condition condition, String where) {
        BoolExpr some = logic.anyOf(condition.values(), text -> deployment.holds(text.guard()));
        return SINGLE_VALUED.matcher(condition.key()).matches()
                // What a condition without values says is not documented.
                ? logic.or(logic.and(some, comparison(condition, where)), logic.and(logic.not(some), logic.maybe()))
                : logic.maybe();
    }

    private BoolExpr comparison(Condition condition, String where) {
        Expr<SeqSort<CharSort>> value = request.key(condition.key()).value();
        List<ConditionalValue<Text>> values = condition.values();
        return switch (condition.operator()) {
            case "StringEquals" -> ifPresent(condition, anyOf(values, text -> equal(value, text, where)));
            case "StringNotEquals" -> unlessPresent(condition, anyOf(values, text -> equal(value, text, where)));
            case "StringLike" -> ifPresent(condition, anyOf(values, text -> patterns.matchesText(value, text, where)));
            case "StringNotLike" ->
                unlessPresent(condition, anyOf(values, text -> patterns.matchesText(value, text, where)));
            case "ArnEquals", "ArnLike" ->
                ifPresent(condition, anyOf(values, text -> patterns.matchesArn(value, text, where)));
            case "ArnNotEquals", "ArnNotLike" ->
                unlessPresent(condition, anyOf(values, text -> patterns.matchesArn(value, text, where)));
            case "Bool" -> ifPresent(condition, logic.equal(value, Text.of(trueOrFalse(condition, where))));
            case "Null" ->
                logic.same(
                        request.key(condition.key()).present(),
                        logic.bool(trueOrFalse(condition, where).equals("false")));
            default -> logic.maybe();
        };
    }

    private BoolExpr equal(Expr<SeqSort<CharSort>> value, Text text, String where) {
        deployment.refuseWildcardsIn(text, where);
        return logic.equal(value, text);
    }

    private BoolExpr ifPresent(Condition condition, BoolExpr matches) {
        BoolExpr present = request.key(condition.key()).present();
        return condition.ifExists() ? logic.implies(present, matches) : logic.and(present, matches);
    }

    private BoolExpr unlessPresent(Condition condition, BoolExpr matches) {
        return logic.not(logic.and(request.key(condition.key()).present(), matches));
    }

    private static String trueOrFalse(Condition condition, String where) {
        List<ConditionalValue<Text>> values = condition.values();
        String value = values.size() == 1 ? values.getFirst().value().toString() : "";
        if ((!value.equals("true") && !value.equals("false"))
                || !values.getFirst().guard().isEmpty()) {
            throw new UnsupportedPolicyException(
                    where, condition.operator() + " with " + values, "one value, true or false");
        }
        return value;
    }
}
