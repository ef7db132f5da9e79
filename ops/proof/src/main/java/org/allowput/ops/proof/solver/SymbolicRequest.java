package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.CharSort;
import com.microsoft.z3.Expr;
import com.microsoft.z3.SeqSort;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.allowput.ops.proof.question.Solution;
import org.allowput.ops.proof.template.Text;
import org.allowput.policy.Caller;
import org.allowput.policy.Request;

/**
 * Any request at all: its action, resource, caller and condition keys are unknowns of the solver.
 *
 * <p>The caller is a principal of an account of any partition, an AWS service, or anonymous. A condition key is present
 * or absent, and has one value.
 */
public final class SymbolicRequest {
    private static final List<String> PARTITIONS = List.of("aws", "aws-cn", "aws-us-gov");

    private final Logic logic;
    private final Regexes regexes;
    private final Expr<SeqSort<CharSort>> action;
    private final Expr<SeqSort<CharSort>> resource;
    private final BoolExpr byService;
    private final BoolExpr anonymous;
    private final Expr<SeqSort<CharSort>> account;
    private final Expr<SeqSort<CharSort>> principal;
    private final Expr<SeqSort<CharSort>> service;
    private final Map<String, ContextKey> keys = new TreeMap<>();

    /** A condition key of the request. */
    public record ContextKey(BoolExpr present, Expr<SeqSort<CharSort>> value) {}

    SymbolicRequest(Logic logic, Regexes regexes) {
        this.logic = logic;
        this.regexes = regexes;
        this.action = logic.unknown("action");
        this.resource = logic.unknown("resource");
        this.byService = logic.unknownBool("by a service");
        this.anonymous = logic.unknownBool("anonymous");
        this.account = logic.unknown("account");
        this.principal = logic.unknown("principal");
        this.service = logic.unknown("service");
    }

    public Logic logic() {
        return logic;
    }

    public Expr<SeqSort<CharSort>> action() {
        return action;
    }

    public Expr<SeqSort<CharSort>> resource() {
        return resource;
    }

    /**
     * What holds for every request, independent of the policies.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">aws:PrincipalArn
     *     and aws:PrincipalAccount</a>
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html">
     *     s3:ObjectCreationOperation</a>
     */
    public List<BoolExpr> facts() {
        ContextKey principalArn = key("aws:PrincipalArn");
        ContextKey principalAccount = key("aws:PrincipalAccount");
        ContextKey secure = key("aws:SecureTransport");
        ContextKey creation = key("s3:ObjectCreationOperation");
        ContextKey mfa = key("aws:MultiFactorAuthPresent");
        return List.of(
                shape(action, "[a-z0-9-]+:[a-z0-9]+"),
                shape(account, "\\d{12}"),
                logic.not(logic.and(byService, anonymous)),
                logic.or(
                        logic.not(byPrincipal()),
                        isPrincipalOfAccount("iam"),
                        isPrincipalOfAccount("sts"),
                        // Of another partition: its account is any, which the solver decides faster.
                        logic.startsWith(principal, Text.of("arn:aws-"))),
                shape(service, "[a-z0-9.-]+"),
                logic.same(principalArn.present(), byPrincipal()),
                logic.equal(principalArn.value(), principal),
                logic.same(principalAccount.present(), logic.not(byService)),
                logic.implies(byPrincipal(), logic.equal(principalAccount.value(), account)),
                logic.implies(anonymous, logic.equal(principalAccount.value(), Text.of("anonymous"))),
                secure.present(),
                isTrueOrFalse(secure),
                logic.implies(mfa.present(), isTrueOrFalse(mfa)),
                // False for CreateMultipartUpload and UploadPart, which S3 authorizes as s3:PutObject, too.
                logic.same(creation.present(), hasAction("s3:PutObject")),
                logic.implies(creation.present(), isTrueOrFalse(creation)));
    }

    private BoolExpr shape(Expr<SeqSort<CharSort>> value, String pattern) {
        return logic.matches(
                value, AllowedPattern.read(regexes, pattern).orElseThrow().regex());
    }

    /** A role or user, the root user; or, by STS, a federated user. */
    private BoolExpr isPrincipalOfAccount(String service) {
        return logic.z3().mkPrefixOf(arn("aws", service, ""), principal);
    }

    private Expr<SeqSort<CharSort>> arn(String partition, String service, String name) {
        return logic.z3()
                .mkConcat(
                        logic.text(Text.of("arn:" + partition + ":" + service + "::")),
                        account,
                        logic.text(Text.of(":" + name)));
    }

    private BoolExpr byPrincipal() {
        return logic.not(logic.or(byService, anonymous));
    }

    public BoolExpr isCalledByAccount(Text id) {
        return logic.and(byPrincipal(), logic.equal(account, id));
    }

    /** A principal with that ARN. */
    private BoolExpr isCalledBy(Text principalArn) {
        return logic.and(byPrincipal(), logic.equal(principal, principalArn));
    }

    /** A session of a role of the template's account. */
    public BoolExpr isCalledByRole(Text roleArn) {
        return logic.and(isCalledBy(roleArn), isCalledByAccount(Text.ofParameter("AWS::AccountId")));
    }

    /**
     * A principal that a policy names by its ARN, or as its account: by the number, or the ARN of the account's root.
     */
    BoolExpr isCalledBy(Text name, String root) {
        Expr<SeqSort<CharSort>> text = logic.text(name);
        return logic.or(
                isCalledByAccount(name),
                isCalledBy(name),
                logic.and(
                        byPrincipal(),
                        logic.anyOf(PARTITIONS, partition -> logic.equal(text, arn(partition, "iam", root)))),
                logic.equal(text, Text.of("*")));
    }

    public BoolExpr isCalledByService(Text name) {
        return logic.and(byService, logic.equal(service, name));
    }

    /** One of the actions, without regard to case. */
    public BoolExpr hasAction(String... names) {
        return logic.anyOf(List.of(names), name -> logic.equal(action, Text.of(name.toLowerCase(Locale.ROOT))));
    }

    /** The resource is that one. */
    public BoolExpr isOn(Text arn) {
        return logic.equal(resource, arn);
    }

    /** The resource begins like that. */
    public BoolExpr isBelow(Text prefix) {
        return logic.startsWith(resource, prefix);
    }

    /** The resource ends like that. */
    public BoolExpr endsWith(Text suffix) {
        return logic.z3().mkSuffixOf(logic.text(suffix), resource);
    }

    public BoolExpr hasKey(String name) {
        return key(name).present();
    }

    /** The key is present with that value. */
    public BoolExpr hasKey(String name, Text value) {
        return logic.and(key(name).present(), logic.equal(key(name).value(), value));
    }

    /** The key is present, and its value begins like that. */
    public BoolExpr hasKeyThatStartsWith(String name, Text prefix) {
        return logic.and(key(name).present(), logic.startsWith(key(name).value(), prefix));
    }

    private BoolExpr isTrueOrFalse(ContextKey key) {
        return logic.or(logic.equal(key.value(), Text.of("true")), logic.equal(key.value(), Text.of("false")));
    }

    public ContextKey key(String name) {
        return keys.computeIfAbsent(
                name.toLowerCase(Locale.ROOT),
                key -> new ContextKey(logic.unknownBool("has " + key), logic.unknown(key)));
    }

    /** The condition keys that anything asks for, in lower case. */
    List<String> keyNames() {
        return List.copyOf(keys.keySet());
    }

    /** With a resource that is any text, Z3 takes up to a hundred times as long to find a request. */
    BoolExpr hasNoResource() {
        return logic.isEmpty(resource);
    }

    /**
     * A request that somebody could send, with one of the actions, on a resource of its service, by a role, a user or
     * the root user. What violates a claim is shown by one if there is one.
     */
    BoolExpr isLikely(List<String> actions) {
        return logic.and(
                logic.anyOf(
                        actions,
                        name -> logic.and(
                                hasAction(name),
                                logic.or(
                                        logic.isEmpty(resource),
                                        logic.startsWith(resource, Text.of(arnPrefix(name)))))),
                logic.or(
                        logic.not(byPrincipal()),
                        // Not of another partition, which has no account here.
                        logic.and(
                                isPrincipalOfAccount("iam"),
                                shape(
                                        principal,
                                        "arn:aws:iam::\\d{12}:(root|role/[\\w+=,.@/-]+|user/[\\w+=,.@/-]+)"))));
    }

    /** Of the resources of an action: roles and users belong to IAM, also where STS is asked. */
    private static String arnPrefix(String action) {
        String service = action.split(":", 2)[0];
        return "arn:aws:" + (service.equals("sts") ? "iam" : service) + ":";
    }

    /** The action of a solution, as AWS writes it if it is known. */
    String actionOf(Solution solution) {
        return Actions.documented(solution.text(action));
    }

    /** The request of a solution. */
    Request of(Solution solution) {
        Map<String, List<String>> context = new TreeMap<>();
        keys.forEach((name, key) -> {
            if (solution.isTrue(key.present())) {
                context.put(name, List.of(solution.text(key.value())));
            }
        });
        return new Request(actionOf(solution), solution.text(resource), caller(solution), context);
    }

    private Caller caller(Solution solution) {
        if (solution.isTrue(anonymous)) {
            return new Caller.Anonymous();
        }
        return solution.isTrue(byService)
                ? new Caller.Service(solution.text(service))
                : Caller.Principal.of(solution.text(principal));
    }

    /** It is that request, with no other condition key. */
    public BoolExpr is(Request concrete) {
        Set<String> names = new TreeSet<>(keys.keySet());
        names.addAll(concrete.context().keySet());
        return logic.and(
                hasAction(concrete.action()),
                isOn(Text.of(concrete.resource())),
                switch (concrete.caller()) {
                    case Caller.Principal caller ->
                        logic.and(isCalledBy(Text.of(caller.arn())), isCalledByAccount(Text.of(caller.account())));
                    case Caller.Service(String name) -> isCalledByService(Text.of(name));
                    case Caller.Anonymous ignored -> anonymous;
                    case Caller.Federated ignored -> throw new IllegalArgumentException("not modelled");
                },
                logic.allOf(List.copyOf(names), name -> {
                    List<String> values = concrete.context().getOrDefault(name, List.of());
                    return values.isEmpty() ? logic.not(hasKey(name)) : hasKey(name, Text.of(values.getFirst()));
                }));
    }

    /** A caller, for people. */
    static String describe(Caller caller) {
        return switch (caller) {
            case Caller.Anonymous ignored -> "anybody, anonymously";
            case Caller.Service(String name) -> name;
            case Caller.Federated(String provider) -> provider;
            case Caller.Principal principal -> principal.arn();
        };
    }
}
