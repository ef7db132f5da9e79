package org.allowput.ops.proof;

import static org.allowput.ops.proof.solver.Formula.and;
import static org.allowput.ops.proof.solver.Formula.anyOf;
import static org.allowput.ops.proof.solver.Formula.not;
import static org.allowput.ops.proof.solver.Formula.or;
import static org.allowput.ops.proof.solver.RequestFormulas.hasActionLike;
import static org.allowput.ops.proof.solver.RequestFormulas.hasValue;
import static org.allowput.ops.proof.solver.RequestFormulas.isCalledByAccount;
import static org.allowput.ops.proof.solver.RequestFormulas.isCalledByRole;
import static org.allowput.ops.proof.solver.RequestFormulas.isOfKind;
import static org.allowput.ops.proof.solver.RequestFormulas.isOn;
import static org.allowput.ops.proof.solver.RequestFormulas.isService;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Formula;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Caller;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;

/** The roles of account A that other accounts can assume: directly, or by roles that they can assume. */
final class AssumableRoles {
    /** Whom no policy means by a name. */
    private static final String NOBODY = "somebody that no policy names";
    /** Its sessions belong to an identity pool, which {@code aud} names, and not to a subject. */
    private static final String COGNITO = "cognito-identity.amazonaws.com";

    /** It hands out sessions, to whom is not read. */
    private static final String ACCESS_GRANTS = "access-grants.s3.amazonaws.com";

    /**
     * A role that somebody else can assume.
     *
     * @param certain or else only if a policy that cannot be read allows it, or S3 Access Grants
     */
    record Assumption(Role role, String how, boolean certain) {}

    private final TargetDeployment deployment;
    private final StatementDecider statements;

    AssumableRoles(TargetDeployment deployment, StatementDecider statements) {
        this.deployment = deployment;
        this.statements = statements;
    }

    /**
     * All of them but those that are granted. An account that trusts everybody who signs in at an identity provider
     * trusts other accounts; one that names them, and a provider of SAML, are its own.
     */
    List<Assumption> all() {
        List<Assumption> found = new ArrayList<>();
        Set<Role> reached = deployment.roles().stream()
                .filter(deployment::isGranted)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (boolean certain : List.of(true, false)) {
            List<Role> open = new ArrayList<>(reached);
            for (Role role : deployment.roles()) {
                if ((role.isRead() || !certain) && !reached.contains(role)) {
                    byOthers(role, certain).ifPresent(how -> {
                        found.add(new Assumption(role, how, certain));
                        reached.add(role);
                        open.add(role);
                    });
                }
            }
            while (!open.isEmpty()) {
                Role from = open.removeFirst();
                for (Role to : deployment.roles()) {
                    if (!reached.contains(to) && (to.isRead() || !certain) && isAssumed(from, to)) {
                        found.add(new Assumption(to, "by " + from.name(), certain));
                        reached.add(to);
                        open.add(to);
                    }
                }
            }
        }
        return found;
    }

    private Optional<String> byOthers(Role role, boolean certain) {
        Formula service = certain ? isOfKind("Service") : and(isOfKind("Service"), not(isService(ACCESS_GRANTS)));
        Formula others = and(not(isCalledByAccount(deployment.account())), not(service), not(isOfKind("Federated")));
        List<Formula> signedIn = new ArrayList<>();
        role.trust()
                .principals("Federated")
                .filter(provider -> !provider.contains(":" + deployment.account() + ":saml-provider/"))
                .forEach(provider -> {
                    String name = provider.replaceFirst("^.*:oidc-provider/", "");
                    String key = name + (name.equals(COGNITO) ? ":aud" : ":sub");
                    signedIn.add(and(
                            isOfKind("Federated"), anyOf(strangers(role.trust(), key), value -> hasValue(key, value))));
                });
        return assumer(role.trust(), or(others, anyOf(signedIn, each -> each)));
    }

    /** Subjects of other organizations: also those that a pattern means which does not say the organization. */
    private static Set<String> strangers(Policy trust, String key) {
        Set<String> strangers = new TreeSet<>(Set.of(NOBODY));
        trust.conditions()
                .filter(condition -> condition.key().equalsIgnoreCase(key))
                .flatMap(condition -> condition.expected().stream())
                .filter(pattern -> pattern.matches(".*[*?].*") && !pattern.matches("[^:/*?]+[:/][^:/*?]+[:/].*"))
                .forEach(pattern -> strangers.add(pattern.replaceAll("[*?]", NOBODY)));
        return strangers;
    }

    /** Says who of the callers may assume the role of a trust policy, if anybody. */
    private Optional<String> assumer(Policy trust, Formula callers) {
        // A request that is not confirmed counts, too: the role may be assumed.
        return statements
                .find(Question.assumed(trust, and(callers, hasActionLike("sts:assumerole"))))
                .map(found -> who(found.request()));
    }

    private static String who(Request found) {
        return switch (found.caller()) {
            case Caller.Principal principal -> "by account " + principal.account();
            case Caller.Federated(String provider) -> "by anybody who signs in at " + provider;
            case Caller.Service(String name) -> "by " + name;
            default -> "by anybody";
        };
    }

    private boolean isAssumed(Role from, Role to) {
        Question assumes = Question.allowed(
                from.arn(), from.authorization(to.trust(), true), and(hasActionLike("sts:assumerole"), isOn(to.arn())));
        // The trust policy alone is decided soon, and refuses most.
        return assumer(to.trust(), isCalledByRole(from.arn())).isPresent()
                && statements.find(assumes).isPresent();
    }
}
