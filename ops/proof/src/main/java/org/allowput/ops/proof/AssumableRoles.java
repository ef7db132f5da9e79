package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Caller;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;

/** The roles of account A that other accounts can assume: directly, or by roles that they can assume. */
record AssumableRoles(TargetDeployment deployment, StatementDecider statements) {
    /** Whom no policy means by a name. */
    private static final String NOBODY = "somebody that no policy names";
    /** Its sessions belong to an identity pool, which {@code aud} names, and not to a subject. */
    private static final String COGNITO = "cognito-identity.amazonaws.com";

    private static final Policy ASSUMES = RequestPolicies.actions(List.of("sts:AssumeRole*"));

    /** It hands out sessions, to whom is not read. */
    private static final Policy BY_ACCESS_GRANTS = Policy.parse("""
        {"Statement": {"Effect": "Allow", "Principal": {"Service": "access-grants.s3.amazonaws.com"}, "Action": "*"}}
        """);

    /**
     * A role that somebody else can assume.
     *
     * @param certain or else only if a policy that cannot be read allows it, or S3 Access Grants
     */
    record Assumption(Role role, String how, boolean certain) {}

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
            // Who can assume a role can do what it can: also assume others.
            for (int size = -1; size < reached.size(); ) {
                size = reached.size();
                for (Role role : deployment.roles()) {
                    if ((role.isRead() || !certain) && !reached.contains(role)) {
                        byOthers(role, certain).or(() -> byRoles(reached, role)).ifPresent(how -> {
                            found.add(new Assumption(role, how, certain));
                            reached.add(role);
                        });
                    }
                }
            }
        }
        return found;
    }

    private Optional<String> byOthers(Role role, boolean certain) {
        Question assumes = Question.allowedToOthers(role.trust()).only(ASSUMES);
        Question byOthers =
                assumes.never(RequestPolicies.byAccount(deployment.account()), RequestPolicies.BY_SIGNED_IN);
        return who(byOthers.never(RequestPolicies.BY_SERVICES))
                .or(() -> certain ? Optional.empty() : who(byOthers.only(BY_ACCESS_GRANTS)))
                .or(() -> role.trust()
                        .principals("Federated")
                        .filter(provider -> !provider.contains(":" + deployment.account() + ":saml-provider/"))
                        .map(provider -> provider.replaceFirst("^.*:oidc-provider/", ""))
                        .map(name -> name + (name.equals(COGNITO) ? ":aud" : ":sub"))
                        .flatMap(key -> who(assumes.only(
                                        RequestPolicies.BY_SIGNED_IN,
                                        RequestPolicies.where(
                                                "StringEquals", key, List.copyOf(strangers(role.trust(), key)))))
                                .stream())
                        .findFirst());
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

    /** Says who may assume a role, if anybody. A request that is not confirmed counts, too. */
    private Optional<String> who(Question assumed) {
        return statements.find(assumed).map(found -> who(found.request()));
    }

    private static String who(Request found) {
        return switch (found.caller()) {
            case Caller.Principal principal -> "by account " + principal.account();
            case Caller.Other(String type, String name) ->
                switch (type) {
                    case "Federated" -> "by anybody who signs in at " + name;
                    case "Service" -> "by " + name;
                    default -> "by anybody";
                };
        };
    }

    private Optional<String> byRoles(Set<Role> reached, Role role) {
        return reached.stream()
                .filter(from -> isAssumed(from, role))
                .findFirst()
                .map(from -> "by " + from.name());
    }

    private boolean isAssumed(Role from, Role to) {
        Question assumes = Question.allowed(from.arn(), from.authorization(to.trust(), true))
                .only(ASSUMES, RequestPolicies.on(List.of(to.arn())));
        // The trust policy alone is decided soon, and refuses most.
        return who(Question.allowedToOthers(to.trust()).by(from.arn()).only(ASSUMES))
                        .isPresent()
                && statements.find(assumes).isPresent();
    }
}
