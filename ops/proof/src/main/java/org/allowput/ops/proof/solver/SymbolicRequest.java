package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.CharSort;
import com.microsoft.z3.Expr;
import com.microsoft.z3.SeqSort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.policy.Caller;
import org.allowput.policy.Request;

/**
 * Any request at all: its action, resource, caller and condition keys are unknowns of the solver. A condition key is
 * present or absent, and has one value.
 */
public final class SymbolicRequest {
    private static final List<String> KINDS = List.of("service", "federated", "canonical user", "anonymous");
    /** Keys with no other value than true or false. */
    private static final List<String> FLAGS = List.of(
            "aws:multifactorauthpresent",
            "aws:principalisawsservice",
            "aws:securetransport",
            "aws:viaawsservice",
            "s3:objectcreationoperation");

    private static final String PRINCIPAL_ARN = "aws:PrincipalArn";

    private final Logic logic;
    private final String partition;
    private final Expr<SeqSort<CharSort>> action;
    private final Expr<SeqSort<CharSort>> resource;
    private final Expr<SeqSort<CharSort>> account;
    private final Expr<SeqSort<CharSort>> principal;
    private final BoolExpr isOfIam;
    private final Expr<SeqSort<CharSort>> rest;
    private final Expr<SeqSort<CharSort>> session;
    private final BoolExpr hasSession;
    private final Expr<SeqSort<CharSort>> name;
    private final Map<String, ContextKey> keys = new TreeMap<>();

    /** A condition key of the request. */
    record ContextKey(BoolExpr present, Expr<SeqSort<CharSort>> value) {}

    SymbolicRequest(Logic logic, String partition) {
        this.logic = logic;
        this.partition = partition;
        this.action = logic.unknown("action");
        this.resource = logic.unknown("resource");
        this.account = logic.unknown("account");
        this.principal = logic.unknown("principal");
        this.isOfIam = logic.unknownBool("principal of iam");
        this.rest = logic.unknown("principal in its account");
        this.session = logic.unknown("session");
        this.hasSession = logic.unknownBool("has session");
        this.name = logic.unknown("name");
    }

    Expr<SeqSort<CharSort>> action() {
        return action;
    }

    Expr<SeqSort<CharSort>> resource() {
        return resource;
    }

    String partition() {
        return partition;
    }

    /**
     * What holds for every request, independent of the policies.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Global
     *     condition keys</a>
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html">
     *     s3:ObjectCreationOperation</a>
     */
    List<BoolExpr> facts() {
        BoolExpr byPrincipal = byPrincipal();
        ContextKey creation = key("s3:ObjectCreationOperation");
        List<BoolExpr> facts = new ArrayList<>(List.of(
                logic.matches(
                        action,
                        logic.sequence(List.of(
                                logic.oneOrMore(logic.characters("az", "09", "-")),
                                logic.literal(":"),
                                logic.oneOrMore(logic.characters("az", "09"))))),
                logic.matches(account, logic.times(logic.characters("09"), 12)),
                logic.or(
                        logic.not(byPrincipal),
                        logic.and(
                                isOfIam,
                                logic.equal(principal, arn("iam", rest)),
                                logic.or(isRole(), isUser(), isRoot())),
                        logic.and(
                                logic.not(isOfIam),
                                logic.equal(principal, arn("sts", rest)),
                                logic.startsWith(rest, logic.text("federated-user/")))),
                logic.implies(
                        hasSession,
                        logic.and(
                                byPrincipal,
                                isRole(),
                                logic.equal(session, arn("sts", logic.unknown("session in its account"))),
                                logic.startsWith(
                                        logic.unknown("session in its account"), logic.text("assumed-role/")))),
                logic.matches(name, logic.oneOrMore(logic.anyCharacterBut("*?$"))),
                logic.same(key(PRINCIPAL_ARN).present(), byPrincipal),
                logic.equal(key(PRINCIPAL_ARN).value(), principal),
                logic.same(key("aws:PrincipalAccount").present(), logic.or(byPrincipal, kind("anonymous"))),
                logic.implies(
                        byPrincipal, logic.equal(key("aws:PrincipalAccount").value(), account)),
                logic.implies(byPrincipal, logic.equal(key("kms:CallerAccount").value(), account)),
                logic.implies(kind("anonymous"), hasValue("aws:PrincipalAccount", "anonymous")),
                logic.implies(hasKey("aws:username"), isUser()),
                key("aws:SecureTransport").present(),
                // False for CreateMultipartUpload and UploadPart, which S3 authorizes as s3:PutObject, too.
                logic.same(creation.present(), hasAction("s3:PutObject"))));
        for (String flag : FLAGS) {
            facts.add(logic.or(hasValue(flag, "true"), hasValue(flag, "false"), logic.not(hasKey(flag))));
        }
        for (int kind = 0; kind < KINDS.size(); kind++) {
            for (String other : KINDS.subList(kind + 1, KINDS.size())) {
                facts.add(logic.not(logic.and(kind(KINDS.get(kind)), kind(other))));
            }
        }
        return facts;
    }

    private BoolExpr kind(String kind) {
        return logic.unknownBool("by " + kind);
    }

    /** A user, a role or its session, the root user, a federated user. */
    BoolExpr byPrincipal() {
        return logic.not(logic.anyOf(KINDS, this::kind));
    }

    BoolExpr isRole() {
        return logic.and(isOfIam, logic.startsWith(rest, logic.text("role/")));
    }

    private BoolExpr isUser() {
        return logic.and(isOfIam, logic.startsWith(rest, logic.text("user/")));
    }

    BoolExpr isRoot() {
        return logic.and(isOfIam, logic.equal(rest, "root"));
    }

    private Expr<SeqSort<CharSort>> arn(String service, Expr<SeqSort<CharSort>> name) {
        return logic.concat(
                List.of(logic.text("arn:" + partition + ":" + service + "::"), account, logic.text(":"), name));
    }

    /** A principal of the account with that number. */
    public BoolExpr isCalledByAccount(String id) {
        return logic.and(byPrincipal(), logic.equal(account, id));
    }

    BoolExpr isCalledBy(String arn) {
        return logic.and(byPrincipal(), logic.equal(principal, arn));
    }

    BoolExpr hasSession() {
        return hasSession;
    }

    BoolExpr isSession(String arn) {
        return logic.and(hasSession, logic.equal(session, arn));
    }

    /** A session of the role. */
    public BoolExpr isCalledByRole(String arn) {
        String id = arn.split(":", -1)[4];
        String roleName = arn.substring(arn.lastIndexOf('/') + 1);
        return logic.and(
                isCalledBy(arn),
                logic.equal(account, id),
                hasSession,
                logic.startsWith(
                        session, logic.text("arn:" + partition + ":sts::" + id + ":assumed-role/" + roleName + "/")));
    }

    /** A service, an identity of a provider, or the root user of an account that is not known: by that name. */
    BoolExpr isCalledByNamed(String type, String expected) {
        return logic.and(isOfKind(type), logic.equal(name, expected));
    }

    /** Of {@code Service}, {@code Federated} or {@code CanonicalUser}, as principals of a policy are named. */
    public BoolExpr isOfKind(String type) {
        return kind(type.equals("CanonicalUser") ? "canonical user" : type.toLowerCase(Locale.ROOT));
    }

    /** The service with that principal. */
    public BoolExpr isService(String principal) {
        return isCalledByNamed("Service", principal);
    }

    public BoolExpr isAnonymous() {
        return kind("anonymous");
    }

    /** One of the actions, without regard to case. */
    public BoolExpr hasAction(String... names) {
        return logic.anyOf(List.of(names), each -> logic.equal(action, each.toLowerCase(Locale.ROOT)));
    }

    /** The action begins like that. */
    public BoolExpr hasActionLike(String prefix) {
        return logic.startsWith(action, logic.text(prefix.toLowerCase(Locale.ROOT)));
    }

    /** The resource is that one. */
    public BoolExpr isOn(String arn) {
        return logic.equal(resource, arn);
    }

    /** The resource begins like that. */
    public BoolExpr isBelow(String prefix) {
        return logic.startsWith(resource, logic.text(prefix));
    }

    /** The request has the condition key. */
    public BoolExpr hasKey(String key) {
        return key(key).present();
    }

    /** The key is present with that value. */
    public BoolExpr hasValue(String key, String value) {
        return logic.and(key(key).present(), logic.equal(key(key).value(), value));
    }

    /** The key is present, and its value begins like that. */
    public BoolExpr hasValueBelow(String key, String prefix) {
        return logic.and(key(key).present(), logic.startsWith(key(key).value(), logic.text(prefix)));
    }

    /** The key is present with the ARN of a resource of the account. */
    public BoolExpr hasArnOfAccount(String key, String id) {
        return logic.and(
                key(key).present(),
                logic.matches(
                        key(key).value(),
                        logic.sequence(List.of(
                                logic.literal("arn:" + partition + ":"),
                                logic.oneOrMore(logic.anyCharacterBut(":")),
                                logic.literal(":"),
                                logic.anyNumberOf(logic.anyCharacterBut(":")),
                                logic.literal(":" + id + ":"),
                                logic.anyNumberOf(logic.anyCharacter())))));
    }

    /** Whether AWS gives the key no other value than true or false. */
    static boolean isFlag(String key) {
        return FLAGS.contains(key.toLowerCase(Locale.ROOT));
    }

    ContextKey key(String key) {
        return keys.computeIfAbsent(
                key.toLowerCase(Locale.ROOT),
                lower -> new ContextKey(logic.unknownBool("has " + lower), logic.unknown(lower)));
    }

    /** The request of a solution. */
    Request of(Solution solution) {
        Map<String, List<String>> context = new TreeMap<>();
        keys.forEach((key, unknown) -> {
            if (solution.isTrue(unknown.present())) {
                context.put(key, List.of(solution.text(unknown.value())));
            }
        });
        return new Request(solution.text(action), solution.text(resource), caller(solution), context);
    }

    private Caller caller(Solution solution) {
        String named = solution.text(name);
        return KINDS.stream()
                .filter(kind -> solution.isTrue(kind(kind)))
                .findFirst()
                .map(kind -> switch (kind) {
                    case "service" -> new Caller.Service(named);
                    case "federated" -> new Caller.Federated(named);
                    case "canonical user" -> new Caller.CanonicalUser(named);
                    default -> new Caller.Anonymous();
                })
                .orElseGet(() -> new Caller.Principal(
                        solution.text(principal),
                        solution.isTrue(hasSession) ? Optional.of(solution.text(session)) : Optional.empty()));
    }

    /** The caller is a session of the role: each unknown and its value. */
    Map<Expr<?>, Expr<?>> valuesOfRole(String arn) {
        Map<Expr<?>, Expr<?>> values = new LinkedHashMap<>();
        KINDS.forEach(kind -> values.put(kind(kind), logic.bool(false)));
        values.put(principal, logic.text(arn));
        values.put(account, logic.text(arn.split(":", -1)[4]));
        values.put(isOfIam, logic.bool(true));
        values.put(rest, logic.text(arn.split(":", 6)[5]));
        values.put(hasSession, logic.bool(true));
        values.put(key(PRINCIPAL_ARN).present(), logic.bool(true));
        values.put(key(PRINCIPAL_ARN).value(), logic.text(arn));
        return values;
    }

    /** It is that request, with no other condition key: each unknown and its value. */
    Map<Expr<?>, Expr<?>> valuesOf(Request concrete) {
        Map<Expr<?>, Expr<?>> values = new LinkedHashMap<>();
        values.put(action, logic.text(concrete.action().toLowerCase(Locale.ROOT)));
        values.put(resource, logic.text(concrete.resource()));
        KINDS.forEach(kind -> values.put(kind(kind), logic.bool(false)));
        values.put(hasSession, logic.bool(false));
        switch (concrete.caller()) {
            case Caller.Principal caller -> {
                values.put(principal, logic.text(caller.arn()));
                values.put(account, logic.text(caller.account()));
                values.put(isOfIam, logic.bool(caller.arn().contains(":iam::")));
                values.put(rest, logic.text(caller.arn().split(":", 6)[5]));
                values.put(hasSession, logic.bool(caller.sessionArn().isPresent()));
                values.put(session, logic.text(caller.sessionArn().orElse("")));
            }
            case Caller.Service(String service) -> putName(values, "service", service);
            case Caller.Federated(String provider) -> putName(values, "federated", provider);
            case Caller.CanonicalUser(String id) -> putName(values, "canonical user", id);
            case Caller.Anonymous ignored -> putName(values, "anonymous", "");
        }
        keys.forEach((key, unknown) -> {
            List<String> value = concrete.context().getOrDefault(key, List.of());
            values.put(unknown.present(), logic.bool(!value.isEmpty()));
            values.put(unknown.value(), logic.text(value.isEmpty() ? "" : value.getFirst()));
        });
        return values;
    }

    private void putName(Map<Expr<?>, Expr<?>> values, String kind, String named) {
        values.put(kind(kind), logic.bool(true));
        values.put(name, logic.text(named));
        values.put(principal, logic.text(""));
        values.put(account, logic.text(""));
        values.put(isOfIam, logic.bool(false));
        values.put(rest, logic.text(""));
    }
}
