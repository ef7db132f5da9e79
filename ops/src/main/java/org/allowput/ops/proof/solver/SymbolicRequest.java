package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.CharSort;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Model;
import com.microsoft.z3.SeqSort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.ops.proof.template.Text;

/**
 * Any request at all: its action, resource, caller and condition keys are unknowns of the solver.
 *
 * <p>The caller is a principal of an account or an AWS service. A condition key is present or absent, and has one
 * value.
 */
public final class SymbolicRequest {
    private final Logic logic;
    private final Regexes regexes;
    private final Expr<SeqSort<CharSort>> action;
    private final Expr<SeqSort<CharSort>> resource;
    private final BoolExpr byService;
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
        return List.of(
                shape(action, "[a-z0-9-]+:[a-z0-9]+"),
                shape(account, "\\d{12}"),
                logic.or(byService, isPrincipalOfAccount("iam"), isPrincipalOfAccount("sts")),
                shape(service, "[a-z0-9.-]+"),
                logic.same(principalArn.present(), logic.not(byService)),
                logic.equal(principalArn.value(), principal),
                logic.same(principalAccount.present(), logic.not(byService)),
                logic.equal(principalAccount.value(), account),
                secure.present(),
                isTrueOrFalse(secure),
                // False for CreateMultipartUpload and UploadPart, which S3 authorizes as s3:PutObject, too.
                logic.same(creation.present(), hasAction("s3:PutObject")),
                isTrueOrFalse(creation));
    }

    private BoolExpr shape(Expr<SeqSort<CharSort>> value, String pattern) {
        return logic.matches(
                value, AllowedPattern.read(regexes, pattern).orElseThrow().regex());
    }

    /** A role or user, the root user; or, by STS, a federated user. */
    private BoolExpr isPrincipalOfAccount(String service) {
        Expr<SeqSort<CharSort>> beginning = logic.z3()
                .mkConcat(logic.text(Text.of("arn:aws:" + service + "::")), account, logic.text(Text.of(":")));
        return logic.z3().mkPrefixOf(beginning, principal);
    }

    public BoolExpr isCalledByAccount(Text id) {
        return logic.and(logic.not(byService), logic.equal(account, id));
    }

    /** A principal with that ARN. */
    public BoolExpr isCalledBy(Text principalArn) {
        return logic.and(logic.not(byService), logic.equal(principal, principalArn));
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

    /** The request of a solution, a line for each of its parts that a policy can see. */
    public List<String> describe(Model solution) {
        List<String> lines = new ArrayList<>();
        lines.add("action: " + Logic.value(solution, action));
        if (!Logic.value(solution, resource).isEmpty()) {
            lines.add("resource: " + Logic.value(solution, resource));
        }
        boolean ofService = solution.eval(byService, true).isTrue();
        lines.add("by: " + Logic.value(solution, ofService ? service : principal));
        keys.forEach((name, key) -> {
            if (solution.eval(key.present(), true).isTrue() && !name.startsWith("aws:principala")) {
                lines.add(name + ": " + Logic.value(solution, key.value()));
            }
        });
        return lines;
    }
}
