package org.allowput.ops.proof;

import static org.allowput.ops.proof.solver.Formula.and;
import static org.allowput.ops.proof.solver.Formula.not;
import static org.allowput.ops.proof.solver.Formula.or;
import static org.allowput.ops.proof.solver.RequestFormulas.hasActionLike;
import static org.allowput.ops.proof.solver.RequestFormulas.hasArnOfAccount;
import static org.allowput.ops.proof.solver.RequestFormulas.hasValue;
import static org.allowput.ops.proof.solver.RequestFormulas.isAnonymous;
import static org.allowput.ops.proof.solver.RequestFormulas.isCalledByAccount;
import static org.allowput.ops.proof.solver.RequestFormulas.isOfKind;
import static org.allowput.ops.proof.solver.RequestFormulas.isOn;

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
import org.allowput.ops.proof.solver.Formula;
import org.allowput.ops.proof.solver.Formula.Constant;
import org.allowput.ops.proof.solver.FoundRequest;
import org.allowput.ops.proof.solver.PolicyFormulas;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;

/** What nobody else can do with the bucket and its keys: statement 3. */
final class OthersStatement {
    /** What a condition may say of everybody. */
    private static final Set<String> OF_EVERYBODY = Set.of("aws:securetransport", "aws:referer", "aws:useragent");

    private final TargetDeployment deployment;
    private final Bucket bucket;
    private final StatementDecider statements;
    private final BucketRequests requests;
    private final List<String> notes = new ArrayList<>();

    OthersStatement(TargetDeployment deployment, StatementDecider statements, BucketRequests requests) {
        this.deployment = deployment;
        this.bucket = deployment.bucket();
        this.statements = statements;
        this.requests = requests;
    }

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

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** A service acts for account A where the resource in whose name it acts is account A's. */
    private Formula isOther() {
        Formula forAccount = or(
                hasValue("aws:SourceAccount", deployment.account()),
                hasArnOfAccount("aws:SourceArn", deployment.partition(), deployment.account()));
        return and(not(isCalledByAccount(deployment.account())), not(and(isOfKind("Service"), forAccount)));
    }

    private List<Question> byPolicies() {
        List<Question> questions = new ArrayList<>();
        questions.add(ofOthers(
                bucket.policy(),
                bucket.isRestricted(),
                and(requests.isOnBucket(), not(or(isPublicRead(), requests.isByAccessPoint())))));
        bucket.keys().forEach(key -> questions.add(ofOthers(key.policy(), false, isOn(key.arn()))));
        for (AccessPoint point : bucket.accessPoints()) {
            questions.add(through(point, point.arn() + "/object/", bucket.arn() + "/"));
            questions.add(through(point, point.arn(), bucket.arn()));
        }
        return questions;
    }

    private Question ofOthers(Policy policy, boolean restricted, Formula further) {
        return Question.allowedToOthers(
                policy, and(isOther(), further, restricted ? isOfKind("Service") : Constant.TRUE));
    }

    /**
     * What both the access point's policy and the bucket's policy grant.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html">Configuring IAM
     *     policies for using access points</a>
     */
    private Question through(AccessPoint point, String from, String to) {
        return ofOthers(
                        point.policy(),
                        point.isRestricted() || bucket.isRestricted(),
                        and(
                                hasValue("s3:DataAccessPointArn", point.arn()),
                                hasValue("s3:DataAccessPointAccount", deployment.account())))
                .alsoOn(from, to, bucket.policy());
    }

    /** What everybody reads, of a public website. */
    private Formula isPublicRead() {
        return bucket.isRestricted()
                ? Constant.FALSE
                : and(hasActionLike("s3:Get", "s3:List"), PolicyFormulas.grants(ofEverybody()));
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
        Question read = ofOthers(bucket.policy(), false, and(requests.isOnBucket(), isPublicRead(), isAnonymous()));
        if (!ofEverybody().statements().isEmpty()) {
            statements
                    .find(read)
                    .filter(FoundRequest::isConfirmed)
                    .map(FoundRequest::request)
                    .ifPresent(found -> notes.add(
                            "public: everybody can read, such as " + found.action() + " on " + found.resource()));
        }
    }

    /** A role that can change what roles may do counts as one that can use everything. */
    private List<Question> uses(Role role) {
        List<Question> uses = requests.here(role, and(hasActionLike("s3:", "kms:"), not(isPublicRead())));
        Formula reads = hasActionLike("iam:Get", "iam:List", "iam:Generate", "iam:Simulate");
        uses.add(Question.allowed(role.arn(), role.authorization(), and(hasActionLike("iam:"), not(reads))));
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
