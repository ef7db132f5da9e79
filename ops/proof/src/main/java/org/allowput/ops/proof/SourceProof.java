package org.allowput.ops.proof;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.ops.proof.policy.PolicyStatement.Principal;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.solver.Claim;
import org.allowput.ops.proof.solver.Logic;
import org.allowput.ops.proof.solver.PolicyEvaluation;
import org.allowput.ops.proof.solver.SymbolicRequest;
import org.allowput.ops.proof.template.Intrinsics;
import org.allowput.ops.proof.template.SourceGrant;
import org.allowput.ops.proof.template.SourceVariables;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.Text;
import org.jspecify.annotations.Nullable;

/** What account B's roles can do, and which services can assume them. */
final class SourceProof {
    private static final String LAMBDA = "lambda.amazonaws.com";
    static final String BATCH_OPERATIONS = "batchoperations.s3.amazonaws.com";
    private static final String STEP_FUNCTIONS = "states.amazonaws.com";
    private static final String SCHEDULER = "scheduler.amazonaws.com";

    private final Roles roles;
    private final FunctionProof functions;
    private final InvokerProof invokers;
    private final SourceSessions sessions;
    private final Logic logic;
    private final SourceGrant grant;

    SourceProof(
            Template template,
            Intrinsics intrinsics,
            Roles roles,
            SourceVariables variables,
            PolicyEvaluation policies,
            SourceGrant grant) {
        this.roles = roles;
        this.sessions = new SourceSessions(variables, policies, grant);
        this.functions =
                new FunctionProof(roles, SourceVariables.ofComparison(template, intrinsics), intrinsics, sessions);
        this.invokers = new InvokerProof(template, intrinsics, sessions);
        this.logic = sessions.logic();
        this.grant = grant;
    }

    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        claims.add(usesWhatIsGranted());
        claims.add(namesTheCallers());
        roles.callerPolicies().forEach(caller -> claims.add(assumesTheRoleOnly(caller)));
        for (Roles.Role role : roles.all()) {
            claims.add(assumedByItsService(role));
            claims.add(
                    switch (service(role)) {
                        case LAMBDA -> functions.reaches(role);
                        case STEP_FUNCTIONS -> invokers.workflowReaches(role);
                        case SCHEDULER -> invokers.scheduleReaches(role);
                        default -> invokers.jobReaches(role);
                    });
        }
        return claims;
    }

    /** The other statements are about what the variables of the functions name: this one is about the variables. */
    private Claim usesWhatIsGranted() {
        // In one order: the same template gives the same questions.
        Map<String, Text> granted = new TreeMap<>(grant.variables());
        return Claim.ofTemplate(
                "The functions are configured for " + granted.get("SOURCE_BUCKET") + " and "
                        + granted.get("TARGET_ROLE_ARN") + ifAny(", for receipts in ", granted.get("RECEIPTS_BUCKET"))
                        + ifAny(", for results in ", granted.get("LARGE_OBJECTS_BUCKET")) + ", and for no other",
                logic.anyOf(
                        sessions.variables().ofEach(),
                        function -> logic.anyOf(
                                List.copyOf(granted.entrySet()),
                                variable -> logic.anyOf(
                                        function.values(variable.getKey()),
                                        value -> logic.and(
                                                sessions.policies().holds(value.guard()),
                                                logic.not(logic.isEmpty(value.value())),
                                                logic.not(logic.equal(
                                                        logic.text(value.value()), variable.getValue())))))));
    }

    /** Names that are empty are of no principal. */
    private Claim namesTheCallers() {
        return Claim.ofTemplate(
                "Besides the template's roles, only " + grant.callers() + " get a policy",
                logic.anyOf(
                        roles.callerPolicies(),
                        caller -> logic.and(
                                sessions.policies().holds(caller.guard()),
                                logic.not(logic.anyOf(
                                        grant.callers(),
                                        granted -> logic.equal(logic.text(caller.name()), granted))))));
    }

    private Claim assumesTheRoleOnly(Roles.CallerPolicy caller) {
        Text role = grant.variables().getOrDefault("TARGET_ROLE_ARN", Text.EMPTY);
        return new Claim(
                "The policy of " + caller.name() + " allows only sts:AssumeRole on " + role,
                logic.and(
                        sessions.policies().isAllowedBy(caller.policy()),
                        logic.not(sessions.uses(List.of("sts:AssumeRole"), role))),
                List.of());
    }

    private static String ifAny(String before, @Nullable Text name) {
        return Text.EMPTY.equals(name) ? "" : before + name;
    }

    private static String service(Roles.Role role) {
        return Stream.of(LAMBDA, STEP_FUNCTIONS, SCHEDULER)
                .filter(service -> trusts(role, service))
                .findFirst()
                .orElse(BATCH_OPERATIONS);
    }

    private static boolean trusts(Roles.Role role, String service) {
        return role.trust().stream()
                .flatMap(statement -> statement.principals().stream())
                .anyMatch(principal -> principal.value().equals(new Principal.Service(Text.of(service))));
    }

    /**
     * A service that acts for any account which names the role has to act for this one.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">Cross-service confused
     *     deputy</a>
     */
    private Claim assumedByItsService(Roles.Role role) {
        String service = service(role);
        boolean forAccount = service.equals(STEP_FUNCTIONS) || service.equals(SCHEDULER);
        Text account = sessions.variables().required("SOURCE_ACCOUNT");
        BoolExpr allowed = sessions.policies().isAllowedBy(role.trust());
        SymbolicRequest request = sessions.request();
        BoolExpr assumed = logic.and(
                request.hasAction("sts:AssumeRole"),
                request.isCalledByService(Text.of(service)),
                forAccount ? request.hasKey("aws:SourceAccount", account) : logic.bool(true),
                service.equals(STEP_FUNCTIONS) ? isForTheWorkflow() : logic.bool(true));
        return new Claim(
                "Only the service " + service + (forAccount ? ", for account " + account + "," : "")
                        + (service.equals(STEP_FUNCTIONS) ? " for the workflow," : "") + " can assume " + role.name(),
                logic.and(allowed, logic.not(assumed)),
                List.of(logic.and(allowed, assumed)));
    }

    private BoolExpr isForTheWorkflow() {
        Text stateMachine = sessions.variables().stateMachine();
        return logic.or(
                sessions.request().hasKey("aws:SourceArn", stateMachine),
                sessions.request().hasKeyThatStartsWith("aws:SourceArn", stateMachine.then("/")));
    }
}
