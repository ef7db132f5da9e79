package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.proof.AssumableRoles.Assumption;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.Bucket.AccessPoint;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Prover.Found;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;

/**
 * What nobody else can do with the bucket and its keys: statement 3.
 *
 * @param notes to which it adds what does not refute the statement
 */
record OthersStatement(
        TargetDeployment deployment,
        Bucket bucket,
        StatementDecider statements,
        BucketRequests requests,
        List<String> notes) {
    /** What a condition may say of everybody. */
    private static final Set<String> OF_EVERYBODY = Set.of("aws:securetransport", "aws:referer", "aws:useragent");

    private static final Policy USES = RequestPolicies.actions(List.of("s3:*", "kms:*"));
    private static final Policy CHANGES = Policy.parse("""
        {"Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}, {"Effect": "Deny", "Resource": "*",
          "Action": ["iam:Get*", "iam:List*", "iam:Generate*", "iam:Simulate*"]}]}\
        """);
    private static final Policy NO_READ = Policy.parse("""
        {"Statement": {"Effect": "Deny", "NotAction": ["s3:Get*", "s3:List*"], "Resource": "*"}}\
        """);

    Decision decide() {
        String text = "Nobody else of another account, and nobody anonymously, can use the bucket " + bucket.name()
                + (bucket.keys().isEmpty() ? "" : " or its key")
                + ", neither by a policy nor as another role of account A";
        Decision decision = statements.decide("3", text, byPolicies(), Map.of());
        notePublicReads();
        for (Assumption assumption : new AssumableRoles(deployment, statements).all()) {
            decision = decision.isProven() ? asRole(decision, assumption) : decision;
        }
        return decision;
    }

    private List<Question> byPolicies() {
        List<Question> questions = new ArrayList<>();
        questions.add(ofOthers(bucket.policy(), bucket.isRestricted())
                .only(requests.isOnBucket())
                .never(requests.isByAccessPoint())
                .never(publicRead()));
        bucket.keys()
                .forEach(key ->
                        questions.add(ofOthers(key.policy(), false).only(RequestPolicies.on(List.of(key.arn())))));
        for (AccessPoint point : bucket.accessPoints()) {
            questions.add(through(point, point.arn() + "/object/", bucket.arn() + "/"));
            questions.add(through(point, point.arn(), bucket.arn()));
        }
        return questions;
    }

    /** A service acts for account A where the resource in whose name it acts is account A's. */
    private Question ofOthers(Policy policy, boolean restricted) {
        Question question = Question.allowedToOthers(policy)
                .never(
                        RequestPolicies.byAccount(deployment.account()),
                        RequestPolicies.byServicesWhere("StringEquals", "aws:SourceAccount", deployment.account()),
                        RequestPolicies.byServicesWhere("ArnLike", "aws:SourceArn", requests.arnsOfAccount()));
        return restricted ? question.only(RequestPolicies.BY_SERVICES) : question;
    }

    /**
     * What both the access point's policy and the bucket's policy grant.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html">Configuring IAM
     *     policies for using access points</a>
     */
    private Question through(AccessPoint point, String from, String to) {
        return ofOthers(point.policy(), point.isRestricted() || bucket.isRestricted())
                .only(
                        RequestPolicies.where("StringEquals", "s3:DataAccessPointArn", point.arn()),
                        RequestPolicies.where("StringEquals", "s3:DataAccessPointAccount", deployment.account()))
                .alsoOn(from, to, bucket.policy());
    }

    /** What everybody reads, of a public website. */
    private Policy publicRead() {
        return bucket.isRestricted() ? Policy.NOTHING : Policy.joined(ofEverybody(), NO_READ);
    }

    private Policy ofEverybody() {
        return new Policy(bucket.policy().statements().stream()
                .filter(statement -> Bucket.isPublic(statement.with(statement.conditions().stream()
                        .filter(condition ->
                                !OF_EVERYBODY.contains(condition.key().toLowerCase(Locale.ROOT)))
                        .toList())))
                .toList());
    }

    private void notePublicReads() {
        if (!ofEverybody().statements().isEmpty()) {
            statements
                    .find(ofOthers(bucket.policy(), false)
                            .only(requests.isOnBucket(), publicRead(), RequestPolicies.byAccount("anonymous")))
                    .filter(Found::isConfirmed)
                    .map(Found::request)
                    .ifPresent(found -> notes.add(
                            "public: everybody can read, such as " + found.action() + " on " + found.resource()));
        }
    }

    /** A role that can change what roles may do counts as one that can use everything. */
    private List<Question> uses(Role role) {
        List<Question> uses = new ArrayList<>(requests.here(role).stream()
                .map(question -> question.only(USES).never(publicRead()))
                .toList());
        uses.add(Question.allowed(role.arn(), role.authorization()).only(CHANGES));
        return uses;
    }

    private Decision asRole(Decision proven, Assumption assumption) {
        Role role = assumption.role();
        String assumed = role.name() + " can be assumed " + assumption.how() + ", and ";
        Decision decision = statements.decide(proven.number(), proven.statement(), uses(role), Map.of());
        if (decision.isProven()) {
            notes.add("also trusts: " + assumed + "can use neither the bucket nor its key");
            return proven;
        }
        return new Decision(
                decision.number(),
                decision.statement(),
                assumption.certain() ? decision.verdict() : Verdict.UNDECIDED,
                (assumption.certain() ? "" : doubt() + "; perhaps ") + assumed + decision.reason(),
                Stream.concat(decision.request().stream(), Stream.of("as the role: " + role.arn()))
                        .toList());
    }

    private String doubt() {
        String unread = deployment.roles().stream()
                .flatMap(role -> role.unread().stream())
                .collect(Collectors.joining(", "));
        return unread.isEmpty() ? "what S3 Access Grants hands out is not read" : "a policy cannot be read: " + unread;
    }
}
