package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.CharSort;
import com.microsoft.z3.Expr;
import com.microsoft.z3.SeqSort;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.policy.Authorization;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyText;
import org.allowput.policy.Principals;
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
    private static final Set<Grant> ANY = EnumSet.of(Grant.DIRECT, Grant.ROLE, Grant.ACCOUNT);

    /**
     * Condition keys that have one value in a request. Of any other key nothing is known.
     *
     * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html">Condition keys
     *     of each service</a>
     */
    private static final Pattern SINGLE_VALUED = Pattern.compile(
            "aws:(principal(account|arn|orgid|type|isawsservice|servicename|tag/.+)|(request|resource)tag/.+"
                    + "|multifactorauthpresent|requestedregion|re(source(account|orgid)|ferer)|securetransport"
                    + "|source(account|arn|identity|ip|orgid|vpc|vpce)|user(agent|id|name)|viaawsservice)"
                    + "|[a-z0-9./_-]+:(aud|sub)|kms:(calleraccount|viaservice|encryptioncontext:.+|grantoperations)"
                    + "|lambda:sourcefunctionarn"
                    + "|s3:(dataaccesspoint(account|arn)|accesspointnetworkorigin|if-none-match|objectcreationoperation"
                    + "|prefix|delimiter|versionid|x-amz-.+)|sts:(externalid|rolesessionname|sourceidentity)");

    private final SymbolicRequest request;
    private final Logic logic;
    private final PatternFormulas patterns;
    private final Expr<SeqSort<CharSort>> resource;

    PolicyFormulas(SymbolicRequest request, Logic logic) {
        this(request, logic, request.resource());
    }

    private PolicyFormulas(SymbolicRequest request, Logic logic, Expr<SeqSort<CharSort>> resource) {
        this.request = request;
        this.logic = logic;
        this.patterns = new PatternFormulas(logic, request);
        this.resource = resource;
    }

    /**
     * The same for another resource: where that of the request begins like one text, it begins like another.
     *
     * @param from how the resource of the request begins
     * @param to how the other resource begins
     */
    public PolicyFormulas on(String from, String to) {
        return new PolicyFormulas(
                request, logic, logic.concat(List.of(logic.text(to), logic.unknown("rest of " + from))));
    }

    /** That the resource of the request begins so that {@link #on} is about the same object. */
    public BoolExpr isOn(String from) {
        return logic.equal(
                request.resource(), logic.concat(List.of(logic.text(from), logic.unknown("rest of " + from))));
    }

    /** All policies together allow the request. */
    public BoolExpr allows(Authorization policies, String resourceAccount) {
        List<Policy> all = Stream.of(
                        policies.identity().stream(),
                        policies.boundary().stream(),
                        policies.session().stream(),
                        policies.resource().stream())
                .flatMap(each -> each)
                .toList();
        BoolExpr direct = byResource(policies, Set.of(Grant.DIRECT));
        BoolExpr byRole = byResource(policies, Set.of(Grant.ROLE));
        BoolExpr granted = byResource(policies, ANY);
        BoolExpr sameAccount = request.isCalledByAccount(resourceAccount);
        BoolExpr byIdentity = logic.or(
                logic.and(sameAccount, byRole), request.isRoot(), logic.anyOf(policies.identity(), this::grants));
        BoolExpr byPrincipal = logic.and(
                policies.resourceDecides() ? granted : logic.or(sameAccount, granted),
                logic.or(
                        logic.and(sameAccount, direct),
                        logic.and(
                                byIdentity,
                                logic.allOf(policies.boundary().stream().toList(), this::grants),
                                logic.allOf(policies.session().stream().toList(), this::grants))));
        return logic.and(
                logic.not(logic.anyOf(all, this::denies)),
                logic.or(
                        logic.and(request.byPrincipal(), byPrincipal),
                        logic.and(logic.not(request.byPrincipal()), granted)));
    }

    private BoolExpr byResource(Authorization policies, Set<Grant> how) {
        return logic.anyOf(policies.resource().stream().toList(), policy -> grants(policy, how));
    }

    /** A statement of the policy denies the request. */
    public BoolExpr denies(Policy policy) {
        return logic.anyOf(
                policy.statements().stream().filter(each -> !each.allow()).toList(), each -> matches(each, ANY));
    }

    /** A statement of the policy allows the request. */
    public BoolExpr grants(Policy policy) {
        return grants(policy, ANY);
    }

    private BoolExpr grants(Policy policy, Set<Grant> how) {
        return logic.anyOf(policy.statements().stream().filter(Statement::allow).toList(), each -> matches(each, how));
    }

    private BoolExpr matches(Statement statement, Set<Grant> how) {
        return logic.and(
                statement
                        .principals()
                        .map(principals -> reaches(principals, statement.allow(), how))
                        .orElse(logic.bool(how.contains(Grant.DIRECT))),
                element(statement.actions(), this::isAction),
                statement
                        .resources()
                        .map(resources ->
                                element(resources, text -> isResource(text, statement.allow() != resources.inverted())))
                        .orElse(logic.bool(true)),
                logic.allOf(statement.conditions(), this::holds));
    }

    private BoolExpr element(Patterns element, Function<PolicyText, BoolExpr> formula) {
        BoolExpr any = logic.anyOf(element.texts(), formula);
        return element.inverted() ? logic.not(any) : any;
    }

    private BoolExpr isAction(PolicyText text) {
        return patterns.isLike(request.action(), new PolicyText(text.text().toLowerCase(Locale.ROOT), false))
                .orElseGet(() -> maybe("action " + text));
    }

    private BoolExpr isResource(PolicyText text, boolean beyondColons) {
        return (beyondColons ? patterns.isLike(resource, text) : patterns.isLikeInSegments(resource, text))
                .orElseGet(() -> maybe("resource " + text + " " + resource));
    }

    /** What is not modelled: it may hold and it may not, in the same way wherever it is written. */
    private BoolExpr maybe(String what) {
        return logic.unknownBool("maybe " + what);
    }

    private BoolExpr reaches(Principals principals, boolean allow, Set<Grant> how) {
        if (principals.inverted()) {
            BoolExpr excluded = allow
                    ? names(principals, ANY)
                    : logic.or(
                            logic.and(logic.not(request.byPrincipal()), names(principals, ANY)),
                            logic.and(request.byPrincipal(), isListed(principals)));
            return logic.and(logic.bool(how.contains(Grant.DIRECT)), logic.not(excluded));
        }
        return names(principals, how);
    }

    private BoolExpr names(Principals principals, Set<Grant> how) {
        List<BoolExpr> alternatives = new ArrayList<>();
        BoolExpr isRole = request.isRole();
        for (String name : principals.names().getOrDefault("AWS", List.of())) {
            if (name.equals("*")) {
                alternatives.add(logic.bool(how.contains(Grant.DIRECT)));
                continue;
            }
            if (how.contains(Grant.DIRECT)) {
                alternatives.add(request.isSession(name));
                alternatives.add(logic.and(logic.not(isRole), request.isCalledBy(name)));
            }
            if (how.contains(Grant.ROLE)) {
                alternatives.add(logic.and(isRole, request.isCalledBy(name)));
            }
            if (how.contains(Grant.ACCOUNT)) {
                alternatives.add(isOfAccount(name));
            }
        }
        if (how.contains(Grant.DIRECT)) {
            principals.names().forEach((type, names) -> {
                if (!type.equals("AWS")) {
                    alternatives.add(logic.anyOf(names, name -> request.isCalledByNamed(type, name)));
                }
            });
        }
        return logic.or(alternatives.toArray(BoolExpr[]::new));
    }

    /** A Deny with NotPrincipal excludes a session only where its account, its role and the session are listed. */
    private BoolExpr isListed(Principals principals) {
        List<String> names = principals.names().getOrDefault("AWS", List.of());
        return names.contains("*")
                ? logic.bool(true)
                : logic.and(
                        logic.anyOf(names, this::isOfAccount),
                        logic.anyOf(names, request::isCalledBy),
                        logic.or(logic.not(request.hasSession()), logic.anyOf(names, request::isSession)));
    }

    private BoolExpr isOfAccount(String name) {
        String root = "arn:" + request.partition() + ":iam::";
        return name.matches("\\d{12}")
                ? request.isCalledByAccount(name)
                : name.startsWith(root) && name.endsWith(":root")
                        ? request.isCalledByAccount(name.substring(root.length(), root.length() + 12))
                        : logic.bool(false);
    }

    /**
     * Whether a condition holds. A key that is absent fails a condition, except one with a negated operator or with
     * {@code IfExists}.
     */
    private BoolExpr holds(Condition condition) {
        SymbolicRequest.ContextKey key = request.key(condition.key());
        if (condition.operator().equals("Null")) {
            return logic.anyOf(
                    condition.expected(),
                    isNull -> isNull.equalsIgnoreCase("true") ? logic.not(key.present()) : key.present());
        }
        if (condition.ofSet()
                || !SINGLE_VALUED
                        .matcher(condition.key().toLowerCase(Locale.ROOT))
                        .matches()) {
            return maybe("condition " + condition);
        }
        if (condition.comparison().equals("Bool") && !SymbolicRequest.isFlag(condition.key())) {
            return maybe("condition " + condition);
        }
        List<BoolExpr> alternatives = new ArrayList<>();
        for (PolicyText text : condition.texts()) {
            Optional<BoolExpr> matches =
                    comparison(condition.comparison()).flatMap(formula -> formula.apply(key.value(), text));
            if (matches.isEmpty()) {
                return maybe("condition " + condition);
            }
            alternatives.add(matches.get());
        }
        BoolExpr any = logic.or(alternatives.toArray(BoolExpr[]::new));
        BoolExpr met = condition.negated() ? logic.not(any) : any;
        return condition.negated() || condition.ifExists()
                ? logic.implies(key.present(), met)
                : logic.and(key.present(), met);
    }

    private Optional<BiFunction<Expr<SeqSort<CharSort>>, PolicyText, Optional<BoolExpr>>> comparison(String operator) {
        return switch (operator) {
            case "StringEquals" -> Optional.of(patterns::equals);
            case "StringEqualsIgnoreCase" -> Optional.of(patterns::equalsIgnoringCase);
            case "StringLike" -> Optional.of(patterns::isLike);
            case "ArnEquals", "ArnLike" -> Optional.of(patterns::isLikeArn);
            case "Bool" ->
                Optional.of((value, text) ->
                        patterns.equals(value, new PolicyText(text.text().toLowerCase(Locale.ROOT), text.variables())));
            default -> Optional.empty();
        };
    }
}
