package org.allowput.ops.proof;

import static org.allowput.ops.proof.PolicyDocument.list;
import static org.allowput.ops.proof.PolicyDocument.literal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;
import org.allowput.policy.Statement;

/**
 * Statement 3 says that nobody else outside of account A can use the bucket and its keys, neither by a policy of them
 * nor as a role that can be assumed from outside.
 *
 * @param isPublic whether everybody can read what the notes name
 * @param notes to which it adds what does not refute the statement
 */
record ExternalAccessStatement(
        TargetDeployment deployment,
        BucketQuestions questions,
        StatementDecider statements,
        boolean isPublic,
        List<String> notes) {
    /** Whom no policy means by a name. */
    private static final String NOBODY = "somebody that no policy names";
    /** Everybody can be a guest of an identity pool; {@code amr} says who signed in. */
    private static final String COGNITO = "cognito-identity.amazonaws.com";
    /** The identity pool, by its id: everybody can create one. */
    private static final String AUDIENCE = COGNITO + ":aud";

    private static final String GITHUB = "token.actions.githubusercontent.com";

    private static final Policy USES = PolicyDocument.of("""
        {"Effect": "Allow", "Action": ["s3:*", "kms:*"], "Resource": "*"}
        """);

    /** Requests that change what roles may do. */
    private static final Policy CHANGES_OF_ROLES = PolicyDocument.of("""
        [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"},
         {"Effect": "Deny", "Action": ["iam:Get*", "iam:List*", "iam:Generate*", "iam:Simulate*"], "Resource": "*"}]
        """);

    private static final Policy ASSUMPTIONS = PolicyDocument.of("""
        {"Effect": "Allow", "Action": "sts:AssumeRole*", "Resource": "*"}
        """);

    /** S3 Access Grants hands out sessions, to whom is not read. */
    private static final Policy BY_ACCESS_GRANTS = PolicyDocument.of("""
        {"Effect": "Allow", "Principal": {"Service": "access-grants.s3.amazonaws.com"}, "Action": "sts:AssumeRole*"}
        """);

    private static final Policy BY_COGNITO = PolicyDocument.of("""
        {"Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"}, "Action": "sts:AssumeRole*"}
        """);

    /**
     * A role that others can assume.
     *
     * @param isCertain or else perhaps: if a policy that cannot be read allows it, or S3 Access Grants
     */
    private record AssumableRole(Role role, String by, boolean isCertain) {}

    private Policy byOtherAccounts() {
        return PolicyDocument.of("""
            [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole*",
              "Condition": {"Null": {"aws:PrincipalAccount": "false"},
                            "StringNotEquals": {"aws:PrincipalAccount": "%s"}}},
             {"Effect": "Allow", "Principal": {"CanonicalUser": "*"}, "Action": "sts:AssumeRole*"}]
            """.formatted(deployment.account()));
    }

    private Policy byOwnAccount() {
        return PolicyDocument.of("""
            {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole*",
             "Condition": {"StringEquals": {"aws:PrincipalAccount": "%s"}}}
            """.formatted(deployment.account()));
    }

    /** @param key of the subject that an identity provider names, or of an identity pool */
    private static Policy byIdentities(String key, List<String> subjects) {
        return PolicyDocument.of("""
            {"Effect": "Allow", "Principal": {"Federated": "*"}, "Action": "sts:AssumeRole*",
             "Condition": {"StringEquals": {"%s": %s}}}
            """.formatted(
                        literal(key),
                        list(subjects.stream().map(PolicyDocument::literal).toList())));
    }

    private static Policy assumptionOf(Role role) {
        return PolicyDocument.of("""
            {"Effect": "Allow", "Action": "sts:AssumeRole*", "Resource": "%s"}
            """.formatted(literal(role.arn())));
    }

    /** All documents, of which one is about a role. */
    Stream<Policy> documents() {
        return Stream.of(
                USES,
                CHANGES_OF_ROLES,
                ASSUMPTIONS,
                BY_ACCESS_GRANTS,
                BY_COGNITO,
                byOtherAccounts(),
                byOwnAccount(),
                assumptionOf(deployment.roles().getFirst()));
    }

    Decision decide() {
        Bucket bucket = deployment.bucket();
        questions
                .publicReadsByAddress()
                .forEach((addresses, question) -> statements
                        .find(question)
                        .ifPresent(
                                found -> notes.add("public: everybody can read" + (addresses.isEmpty() ? "" : " where ")
                                        + addresses + ", such as " + found.action() + " on " + found.resource())));
        Decision decision = statements.decide(
                "3",
                "Nobody else of another account, and nobody anonymously, can use the bucket "
                        + deployment.grants().getFirst().bucket()
                        + (bucket.keys().isEmpty() ? "" : " or its key")
                        + ", neither by a policy nor as another role of account A"
                        + (isPublic ? ", but everybody can read what the notes below name" : ""),
                questions.allowedToOthers(),
                Map.of());
        if (decision.request().contains("action: s3:PutObject")
                && decision.request().contains("by: anybody, anonymously")) {
            String role = deployment.grants().getFirst().roleName();
            decision = decision.not(
                    decision.verdict(),
                    decision.reason() + "; the role " + role + " replaces it: remove the statement that allows it",
                    decision.request());
        }
        List<AssumableRole> outside = assumableRoles();
        for (AssumableRole assumed : outside) {
            decision = decision.isProven() ? asRole(decision, assumed) : decision;
        }
        deployment.roles().stream()
                .filter(role -> outside.stream()
                        .noneMatch(assumed -> assumed.role().arn().equals(role.arn())))
                .forEach(this::noteSignIn);
        return decision;
    }

    /** Adds a note about a role that counts as account A's own, though people who sign in can assume it. */
    private void noteSignIn(Role role) {
        Question bySignIn = Question.allowedToOthers(role.trust())
                .matching(BY_COGNITO)
                .withContext(COGNITO + ":amr", List.of("authenticated"));
        statements.find(bySignIn).ifPresent(found -> {
            String pools = role.trust()
                    .conditions()
                    .filter(condition -> condition.key().equalsIgnoreCase(AUDIENCE))
                    .flatMap(condition -> condition.expected().stream())
                    .distinct()
                    .collect(Collectors.joining(" or "));
            notes.add("sign-in: " + role.name() + " can be assumed by everybody who signs in at the identity pool "
                    + pools + ", which counts as account A's own: people may be able to sign up by themselves");
        });
    }

    private Decision asRole(Decision proven, AssumableRole assumed) {
        Role role = assumed.role();
        String words = role.name() + " can be assumed by " + assumed.by() + ", and ";
        // A role that can change what roles may do counts as one that can use everything.
        List<Question> uses = new ArrayList<>();
        questions
                .allowedOnBucket(role)
                .forEach(question -> uses.add(question.matching(USES).excluding(questions.publicReads())));
        uses.add(Question.allowed(role.arn(), role.authorization(Policy.NOTHING, false))
                .matching(CHANGES_OF_ROLES));
        Decision decision = statements.decide(proven, uses, Map.of());
        if (decision.isProven()) {
            notes.add("also trusts: " + words + "can use neither the bucket nor its key");
            return proven;
        }
        List<String> request = new ArrayList<>(decision.request());
        request.add("as the role: " + role.arn());
        return assumed.isCertain()
                ? proven.not(decision.verdict(), words + decision.reason(), request)
                : proven.not(Verdict.UNDECIDED, doubt() + "; perhaps " + words + decision.reason(), request);
    }

    private String doubt() {
        String unread = deployment.roles().stream()
                .flatMap(role -> role.unread().stream())
                .collect(Collectors.joining(", "));
        return unread.isEmpty() ? "what S3 Access Grants hands out is not read" : "a policy cannot be read: " + unread;
    }

    /**
     * Roles that others can assume directly, or by a role that they can assume; the certain ones first. Those that are
     * granted are among these roles, but not listed.
     */
    private List<AssumableRole> assumableRoles() {
        List<AssumableRole> assumed = new ArrayList<>(deployment.grants().stream()
                .map(grant -> new AssumableRole(deployment.role(grant), "", true))
                .toList());
        int granted = assumed.size();
        // One question for each role, so that not all pairs of roles have to be asked for.
        Set<String> within = deployment.roles().stream()
                .filter(role -> statements
                        .find(Question.allowedToOthers(role.trust()).matching(byOwnAccount()))
                        .isPresent())
                .map(Role::arn)
                .collect(Collectors.toSet());
        for (boolean certain : List.of(true, false)) {
            others(assumed, certain)
                    .forEach(role -> findOutsider(role, certain)
                            .ifPresent(by -> assumed.add(new AssumableRole(role, by, certain))));
            // Who can assume a role can do what it can: also assume others.
            for (int at = 0; at < assumed.size(); at++) {
                Role from = assumed.get(at).role();
                boolean isAllowed = statements
                        .find(Question.allowed(from.arn(), from.authorization(Policy.NOTHING, false))
                                .matching(ASSUMPTIONS))
                        .isPresent();
                others(assumed, certain).stream()
                        .filter(role -> within.contains(role.arn()))
                        .filter(role -> isAllowed || trustsMoreThanAccounts(role.trust()))
                        .filter(role -> canAssume(from, role))
                        .forEach(role -> assumed.add(new AssumableRole(role, from.name(), certain)));
            }
        }
        return assumed.subList(granted, assumed.size());
    }

    private List<Role> others(List<AssumableRole> assumed, boolean certain) {
        Set<String> known = assumed.stream().map(each -> each.role().arn()).collect(Collectors.toSet());
        return deployment.roles().stream()
                .filter(role -> (role.unread().isEmpty() || !certain) && !known.contains(role.arn()))
                .toList();
    }

    /**
     * By whom else a role can be assumed, if by anybody. An account that trusts everybody who signs in at an identity
     * provider trusts other accounts; one that names them, and a provider of SAML, are its own. So is an identity pool
     * of Cognito that is named, if guests cannot assume the role.
     */
    private Optional<String> findOutsider(Role role, boolean certain) {
        if (!certain && role.unread().isEmpty()) {
            // The rest was asked for before.
            return statements
                    .find(Question.allowedToOthers(role.trust()).matching(BY_ACCESS_GRANTS))
                    .map(found -> found.caller().name());
        }
        List<Policy> others = new ArrayList<>(List.of(byOtherAccounts()));
        if (!certain) {
            others.add(BY_ACCESS_GRANTS);
        }
        role.trust()
                .principals("Federated")
                .filter(provider -> !provider.contains(":" + deployment.account() + ":saml-provider/"))
                .map(provider ->
                        provider.equals(COGNITO) ? AUDIENCE : provider.replaceFirst("^.*:oidc-provider/", "") + ":sub")
                .forEach(key -> others.add(byIdentities(key, foreignSubjects(role.trust(), key))));
        // A request that is not confirmed counts, too.
        // https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
        Question byGuests = Question.allowedToOthers(role.trust())
                .matching(BY_COGNITO)
                .withContext(COGNITO + ":amr", List.of("unauthenticated"));
        return statements
                .find(Question.allowedToOthers(role.trust()).matching(Policy.joined(others.toArray(Policy[]::new))))
                .or(() -> statements.find(byGuests))
                .map(Request::caller)
                .map(by -> switch (by.type()) {
                    case "AWS" -> "account " + by.account();
                    case "Federated" -> "anybody who signs in at " + by.name();
                    case "Service" -> by.name();
                    default -> "anybody";
                });
    }

    /**
     * Subjects of other organizations, or identity pools of other accounts: also those that a pattern means which does
     * not say the organization. Of GitHub, only a subject that begins with the repository or its owner says it.
     *
     * @see <a href="https://docs.github.com/en/actions/reference/security/oidc">Subjects of GitHub</a>
     */
    private static List<String> foreignSubjects(Policy trust, String key) {
        Stream<String> ofPatterns = trust.conditions()
                .filter(condition -> condition.key().equalsIgnoreCase(key))
                .flatMap(condition -> condition.expected().stream())
                .filter(pattern -> key.equals(GITHUB + ":sub")
                        ? !pattern.matches("(repo|repository|repository_owner):[^:/*?]+[:/].*")
                        : pattern.matches(".*[*?].*") && !pattern.matches("[^:/*?]+[:/][^:/*?]+[:/].*"))
                .map(pattern -> pattern.replace("?", "x").replace("*", NOBODY));
        return Stream.concat(Stream.of(NOBODY), ofPatterns).distinct().toList();
    }

    /** Whether a principal needs no policy of its own to assume the role: an account leaves that to its policies. */
    private static boolean trustsMoreThanAccounts(Policy trust) {
        return trust.statements().stream()
                .filter(Statement::allow)
                .flatMap(statement -> statement.principals().stream())
                .anyMatch(principals -> principals.inverted()
                        || principals.names("AWS").stream().anyMatch(name -> !name.matches("\\d{12}|.*:root")));
    }

    private boolean canAssume(Role from, Role to) {
        Policy assumption = assumptionOf(to);
        // The trust policy alone is decided soon, and refuses most.
        return Stream.of(
                        Question.allowedToOthers(to.trust()).from(from.arn()),
                        Question.allowed(from.arn(), from.authorization(to.trust(), true)))
                .allMatch(question ->
                        statements.find(question.matching(assumption)).isPresent());
    }
}
