package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Prover.Found;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Caller;
import org.allowput.policy.Policy;

/**
 * What nobody else can do with the bucket and its keys: statement 3.
 *
 * @param notes to which it adds what does not refute the statement
 */
record OthersStatement(
        TargetDeployment deployment,
        RequestPolicies requests,
        BucketQuestions questions,
        StatementDecider statements,
        List<String> notes) {
    /** Whom no policy means by a name. */
    private static final String NOBODY = "somebody that no policy names";
    /** Its sessions belong to an identity pool, which {@code aud} names, and not to a subject. */
    private static final String COGNITO = "cognito-identity.amazonaws.com";

    Decision decide() {
        Bucket bucket = deployment.bucket();
        String text = requests.with(Map.of("name", List.of(bucket.name())))
                .of(bucket.keys().isEmpty() ? "3" : "3 with a key")
                .text();
        Decision decision = statements.decide("3", text, questions.byOthers(), Map.of());
        statements
                .find(questions.publicRead())
                .filter(Found::isConfirmed)
                .map(Found::request)
                .ifPresent(found ->
                        notes.add("public: everybody can read, such as " + found.action() + " on " + found.resource()));
        List<Role> reached = new ArrayList<>(
                deployment.roles().stream().filter(deployment::isGranted).toList());
        for (boolean certain : List.of(true, false)) {
            for (Map.Entry<Role, String> assumed : assumed(reached, certain).entrySet()) {
                decision = decision.isProven()
                        ? asRole(decision, assumed.getKey(), assumed.getValue(), certain)
                        : decision;
            }
        }
        return decision;
    }

    private Decision asRole(Decision proven, Role role, String by, boolean certain) {
        String assumed = role.name() + " can be assumed by " + by + ", and ";
        Policy use = requests.policy("use");
        // A role that can change what roles may do counts as one that can use everything.
        Stream<Question> uses = Stream.concat(
                questions.here(role).stream().map(question -> question.only(use).never(questions.publicReads())),
                Stream.of(Question.allowed(role.arn(), role.authorization())
                        .only(requests.policy("change what roles may do"))));
        Decision decision = statements.decide(proven.number(), proven.statement(), uses.toList(), Map.of());
        if (decision.isProven()) {
            notes.add("also trusts: " + assumed + "can use neither the bucket nor its key");
            return proven;
        }
        return new Decision(
                decision.number(),
                decision.statement(),
                certain ? decision.verdict() : Verdict.UNDECIDED,
                (certain ? "" : doubt() + "; perhaps ") + assumed + decision.reason(),
                Stream.concat(decision.request().stream(), Stream.of("as the role: " + role.arn()))
                        .toList());
    }

    private String doubt() {
        String unread = deployment.roles().stream()
                .flatMap(role -> role.unread().stream())
                .collect(Collectors.joining(", "));
        return unread.isEmpty() ? "what S3 Access Grants hands out is not read" : "a policy cannot be read: " + unread;
    }

    /**
     * Further roles that others can assume: directly, or by a role that they can assume.
     *
     * @param reached to which it adds them
     * @param certain or else also if a policy that cannot be read allows it, or S3 Access Grants
     * @return by whom
     */
    private Map<Role, String> assumed(List<Role> reached, boolean certain) {
        Map<Role, String> assumed = new LinkedHashMap<>();
        Supplier<Stream<Role>> others = () ->
                deployment.roles().stream().filter(role -> (role.isRead() || !certain) && !reached.contains(role));
        others.get().forEach(role -> byOthers(role, certain).ifPresent(by -> assumed.put(role, by)));
        reached.addAll(assumed.keySet());
        // Who can assume a role can do what it can: also assume others.
        for (int at = 0; at < reached.size(); at++) {
            Role from = reached.get(at);
            others.get().filter(role -> isAssumed(from, role)).forEach(role -> {
                assumed.put(role, from.name());
                reached.add(role);
            });
        }
        return assumed;
    }

    /**
     * By whom else a role can be assumed, if by anybody. An account that trusts everybody who signs in at an identity
     * provider trusts other accounts; one that names them, and a provider of SAML, are its own.
     */
    private Optional<String> byOthers(Role role, boolean certain) {
        List<Policy> others = new ArrayList<>(List.of(requests.policy("outsiders")));
        if (!certain) {
            others.add(requests.policy("S3 Access Grants"));
        }
        role.trust()
                .principals("Federated")
                .filter(provider -> !provider.contains(":" + deployment.account() + ":saml-provider/"))
                .map(provider -> provider.replaceFirst("^.*:oidc-provider/", ""))
                .map(name -> name + (name.equals(COGNITO) ? ":aud" : ":sub"))
                .map(key -> requests.with(Map.of("key", List.of(key), "strangers", strangers(role.trust(), key))))
                .forEach(with -> others.add(with.policy("strangers")));
        // A request that is not confirmed counts, too.
        return others.stream()
                .flatMap(policy ->
                        statements.find(Question.allowedToOthers(role.trust()).only(policy)).stream())
                .findFirst()
                .map(found -> switch (found.request().caller()) {
                    case Caller.Principal principal -> "account " + principal.account();
                    case Caller.Other(String type, String name) ->
                        switch (type) {
                            case "Federated" -> "anybody who signs in at " + name;
                            case "Service" -> name;
                            default -> "anybody";
                        };
                });
    }

    /** Subjects of other organizations: also those that a pattern means which does not say the organization. */
    private static List<String> strangers(Policy trust, String key) {
        Stream<String> ofPatterns = trust.conditions()
                .filter(condition -> condition.key().equalsIgnoreCase(key))
                .flatMap(condition -> condition.expected().stream())
                .filter(pattern -> pattern.matches(".*[*?].*") && !pattern.matches("[^:/*?]+[:/][^:/*?]+[:/].*"))
                .map(pattern -> pattern.replaceAll("[*?]", NOBODY));
        return Stream.concat(Stream.of(NOBODY), ofPatterns).distinct().toList();
    }

    private boolean isAssumed(Role from, Role to) {
        Policy assume = requests.with(Map.of("role", List.of(to.arn()))).policy("the role");
        // The trust policy alone is decided soon, and refuses most.
        return Stream.of(
                        Question.allowedToOthers(to.trust()).by(from.arn()),
                        Question.allowed(from.arn(), from.authorization(to.trust(), true)))
                .allMatch(question -> statements.find(question.only(assume)).isPresent());
    }
}
