package org.allowput.ops.proof;

import static java.util.stream.Collectors.toList;
import static org.allowput.ops.proof.PolicyDocument.literal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.Bucket.AccessPoint;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
import org.allowput.policy.PolicyText;
import org.allowput.policy.Request;
import org.allowput.policy.Statement;
import org.allowput.policy.Wildcard;

/** Asks for requests about a bucket, its access points and its keys. */
record BucketQuestions(TargetDeployment deployment) {
    /** Where everybody is: what a condition may say of their network. */
    private static final Set<String> ADDRESSES = Set.of("aws:sourceip", "aws:sourcevpc", "aws:sourcevpce");
    /** What else a condition may say of everybody. */
    private static final Set<String> OF_EVERYBODY =
            Set.of(Request.ACTION, Request.RESOURCE, "aws:securetransport", "aws:referer", "aws:useragent");

    private static final Policy READS = PolicyDocument.of("""
        {"Effect": "Deny", "NotAction": ["s3:Get*", "s3:List*"], "Resource": "*"}
        """);

    private static final Policy ANONYMOUS = PolicyDocument.of("""
        {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "*",
         "Condition": {"StringEquals": {"aws:PrincipalAccount": "anonymous"}}}
        """);

    private Bucket bucket() {
        return deployment.bucket();
    }

    /** Requests to the bucket and its objects, also through an access point. */
    private Policy toBucket() {
        return PolicyDocument.of("""
            {"Effect": "Allow", "Action": "*", "Resource": ["%1$s", "%1$s/*"]}
            """.formatted(literal(bucket().arn())));
    }

    /** Requests to them that do not go through an access point of the account, whose policy is asked. */
    private Policy toBucketItself() {
        return Policy.joined(
                toBucket(), PolicyDocument.of("""
                    [{"Effect": "Deny", "Action": "*", "Resource": "*",
                      "Condition": {"StringEquals": {"s3:DataAccessPointAccount": "%1$s"}}},
                     {"Effect": "Deny", "Action": "*", "Resource": "*",
                      "Condition": {"ArnLike": {"s3:DataAccessPointArn": "arn:%2$s:?*:*:%1$s:*"}}}]
                    """.formatted(deployment.account(), deployment.partition())));
    }

    private static Policy toKey(Bucket.Key key) {
        return PolicyDocument.of("""
            {"Effect": "Allow", "Action": "*", "Resource": "%s"}
            """.formatted(literal(key.arn())));
    }

    private static Policy toAccessPoint(AccessPoint point) {
        return PolicyDocument.of("""
            {"Effect": "Allow", "Action": "*", "Resource": "%s*"}
            """.formatted(literal(point.arn())));
    }

    private Policy throughAccessPoint(AccessPoint point) {
        return PolicyDocument.of("""
            {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "*",
             "Condition": {"StringEquals": {"s3:DataAccessPointArn": "%s", "s3:DataAccessPointAccount": "%s"}}}
            """.formatted(literal(point.arn()), deployment.account()));
    }

    /** A service acts for account A where the resource in whose name it acts is account A's. */
    private Policy byAccount() {
        return PolicyDocument.of("""
            [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "*",
              "Condition": {"StringEquals": {"aws:PrincipalAccount": "%1$s"}}},
             {"Effect": "Allow", "Principal": {"Service": "*"}, "Action": "*",
              "Condition": {"StringEquals": {"aws:SourceAccount": "%1$s"}}},
             {"Effect": "Allow", "Principal": {"Service": "*"}, "Action": "*",
              "Condition": {"ArnLike": {"aws:SourceArn": "arn:%2$s:?*:*:%1$s:*"}}}]
            """.formatted(deployment.account(), deployment.partition()));
    }

    /** All documents, of which some are about one key or access point. */
    Stream<Policy> documents() {
        return Stream.of(
                        Stream.of(READS, ANONYMOUS, toBucketItself(), byAccount()),
                        bucket().keys().stream().map(BucketQuestions::toKey),
                        bucket().accessPoints().stream()
                                .flatMap(point -> Stream.of(toAccessPoint(point), throughAccessPoint(point))))
                .flatMap(each -> each);
    }

    /** Requests that a session of a role is allowed about the bucket, its access points and its keys. */
    List<Question> allowedOnBucket(Role role) {
        List<Question> questions = new ArrayList<>();
        questions.add(allowed(role, bucket().policy(), false).matching(toBucketItself()));
        bucket().keys()
                .forEach(key -> questions.add(allowed(role, key.policy(), true).matching(toKey(key))));
        bucket().accessPoints()
                .forEach(point ->
                        questions.add(allowed(role, point.policy(), false).matching(toAccessPoint(point))));
        return questions;
    }

    private static Question allowed(Role role, Policy resource, boolean decides) {
        return Question.allowed(role.arn(), role.authorization(resource, decides));
    }

    /** All requests that it is allowed, by what they are about. */
    List<Question> allowedAnywhere(Role role) {
        List<Question> questions = allowedOnBucket(role);
        Policy[] onBucket = questions.stream()
                .flatMap(question -> question.matching().stream())
                .toArray(Policy[]::new);
        questions.add(allowed(role, Policy.NOTHING, false).excluding(toBucket()).excluding(onBucket));
        return questions;
    }

    /** All that others are allowed by policies of the bucket, its access points and its keys, but for public reads. */
    List<Question> allowedToOthers() {
        List<Question> questions = new ArrayList<>();
        questions.add(
                allowedOutside(bucket().policy()).matching(toBucketItself()).excluding(publicReads()));
        bucket().keys()
                .forEach(key -> questions.add(allowedOutside(key.policy()).matching(toKey(key))));
        for (AccessPoint point : bucket().accessPoints()) {
            // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html: what both the access
            // point's policy and the bucket's policy grant.
            questions.add(allowedOutside(point.policy()).matching(bucketPolicyAt(point), throughAccessPoint(point)));
        }
        return questions;
    }

    /** The bucket's policy, with the names that the bucket and its objects have behind an access point. */
    private Policy bucketPolicyAt(AccessPoint point) {
        return new Policy(bucket().policy().statements().stream()
                .map(statement -> statement.with(statement.conditions().stream()
                        .map(each -> !each.key().equals(Request.RESOURCE)
                                ? each
                                : each.with(each.texts().stream()
                                        .flatMap(text -> resourcesAt(point, text))
                                        .toList()))
                        .toList()))
                .toList());
    }

    private Stream<PolicyText> resourcesAt(AccessPoint point, PolicyText text) {
        String own = bucket().arn() + "/";
        String objects = point.arn() + "/object/";
        if (text.fixed().isEmpty()) {
            if (!text.text().startsWith(own)) {
                throw new PolicyException("a variable only after " + own, text.text());
            }
            return Stream.of(PolicyText.of(objects + text.text().substring(own.length()), true, text.kind()));
        }
        Wildcard pattern = text.fixed().get();
        return Stream.concat(
                        pattern.matches(bucket().arn()) ? Stream.of(Wildcard.of(point.arn())) : Stream.of(),
                        pattern.rests(own).map(rest -> Wildcard.joined(Wildcard.of(objects), rest)))
                .map(moved -> new PolicyText(text.text(), text.kind(), Optional.of(moved)));
    }

    private Question allowedOutside(Policy policy) {
        return Question.allowedToOthers(policy).excluding(byAccount());
    }

    /** What everybody reads, of a public website, or at some addresses. */
    Policy publicReads() {
        return readsAlone(publicStatements().toList());
    }

    private Stream<Statement> publicStatements() {
        return bucket().policy().statements().stream()
                .filter(statement -> Bucket.isPublic(statement.with(List.of()))
                        && statement.conditions().stream()
                                .map(each -> each.key().toLowerCase(Locale.ROOT))
                                .allMatch(key -> OF_EVERYBODY.contains(key) || ADDRESSES.contains(key)));
    }

    private Policy readsAlone(List<Statement> statements) {
        return Policy.joined(new Policy(statements), READS);
    }

    /** Asks for one of them for each condition on addresses, by the condition in words; empty without one. */
    Map<String, Question> publicReadsByAddress() {
        Map<String, List<Statement>> byAddress =
                publicStatements().collect(Collectors.groupingBy(BucketQuestions::addresses, TreeMap::new, toList()));
        Map<String, Question> reads = new TreeMap<>();
        byAddress.forEach((addresses, statements) -> reads.put(
                addresses,
                Question.allowedToOthers(bucket().policy())
                        .matching(toBucketItself(), readsAlone(statements), ANONYMOUS)));
        return reads;
    }

    private static String addresses(Statement statement) {
        return statement.conditions().stream()
                .filter(condition -> ADDRESSES.contains(condition.key().toLowerCase(Locale.ROOT)))
                .map(condition ->
                        condition.operator() + " " + condition.key() + " " + String.join(" or ", condition.expected()))
                .collect(Collectors.joining(" and "));
    }
}
