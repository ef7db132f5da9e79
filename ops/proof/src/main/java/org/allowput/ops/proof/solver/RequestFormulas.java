package org.allowput.ops.proof.solver;

import static org.allowput.ops.proof.solver.Formula.allOf;
import static org.allowput.ops.proof.solver.Formula.and;
import static org.allowput.ops.proof.solver.Formula.anyOf;
import static org.allowput.ops.proof.solver.Formula.implies;
import static org.allowput.ops.proof.solver.Formula.not;
import static org.allowput.ops.proof.solver.Formula.or;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.ops.proof.solver.Formula.Constant;
import org.allowput.ops.proof.solver.Formula.In;

/**
 * What is said of requests. Each attribute has one value or is absent: the action in lower case, the resource, the
 * caller by the type of its name, its session, and condition keys in lower case.
 */
public final class RequestFormulas {
    static final String ACTION = "action";
    static final String RESOURCE = "resource";
    static final String PRINCIPAL = "AWS";
    static final String SESSION = "session";
    /** The types of callers, as principals of a policy are named; an anonymous one is of none. */
    static final List<String> CALLERS = List.of(PRINCIPAL, "Service", "Federated", "CanonicalUser");

    private RequestFormulas() {}

    /** One of the actions, without regard to case. */
    public static Formula hasAction(String... names) {
        return new In(ACTION, TextSet.of(lower(names)));
    }

    /** The action begins like one of them. */
    public static Formula hasActionLike(String... prefixes) {
        return new In(ACTION, TextSet.startingWith(lower(prefixes)));
    }

    private static String[] lower(String... names) {
        return Stream.of(names).map(name -> name.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    }

    /** The resource is that one. */
    public static Formula isOn(String arn) {
        return new In(RESOURCE, TextSet.of(arn));
    }

    /** The resource begins like that. */
    public static Formula isBelow(String prefix) {
        return new In(RESOURCE, TextSet.startingWith(prefix));
    }

    /** The request has the condition key. */
    public static Formula hasKey(String key) {
        return key(key, TextSet.ALL);
    }

    /** The key is present with that value. */
    public static Formula hasValue(String key, String value) {
        return key(key, TextSet.of(value));
    }

    /** The key is present, and its value begins like that. */
    public static Formula hasValueBelow(String key, String prefix) {
        return key(key, TextSet.startingWith(prefix));
    }

    /** The key is present with the ARN of a resource of the account. */
    public static Formula hasArnOfAccount(String key, String partition, String id) {
        return key(key, PatternTexts.arns("arn:" + partition + ":?*:*:" + id + ":*"));
    }

    /**
     * The key is present with one of these values. Some keys follow from the caller.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Global
     *     condition keys</a>
     */
    static Formula key(String name, TextSet values) {
        String key = name.toLowerCase(Locale.ROOT);
        Formula ofAccount = new In(PRINCIPAL, PatternTexts.arnsOfAccounts(values));
        return switch (key) {
            case "aws:principalarn" -> new In(PRINCIPAL, values);
            case "aws:principalaccount" -> values.contains("anonymous") ? or(ofAccount, isAnonymous()) : ofAccount;
            case "kms:calleraccount" ->
                and(new In(key, TextSet.ALL), or(ofAccount, and(not(byPrincipal()), new In(key, values))));
            default -> new In(key, values);
        };
    }

    /** A user, a role or its session, the root user, a federated user. */
    static Formula byPrincipal() {
        return new In(PRINCIPAL, TextSet.ALL);
    }

    static Formula isRole() {
        return new In(PRINCIPAL, PatternTexts.arns("arn:*:iam::*:role/*"));
    }

    static Formula isRoot() {
        return new In(PRINCIPAL, PatternTexts.arns("arn:*:iam::*:root"));
    }

    /** A principal of the account with that number. */
    public static Formula isCalledByAccount(String id) {
        return isCalledByAccount("*", id);
    }

    static Formula isCalledByAccount(String partition, String id) {
        return new In(PRINCIPAL, PatternTexts.arns("arn:" + partition + ":*::" + id + ":*"));
    }

    static Formula isCalledBy(String arn) {
        return new In(PRINCIPAL, TextSet.of(arn));
    }

    static Formula hasSession() {
        return new In(SESSION, TextSet.ALL);
    }

    /** A session by its ARN, which has the name of its role without the path. */
    static Formula isSession(String arn) {
        String[] parts = arn.split(":assumed-role/|/", -1);
        if (parts.length != 3 || !arn.contains(":assumed-role/")) {
            return Constant.FALSE;
        }
        String roles = parts[0].replace(":sts:", ":iam:") + ":role/";
        return and(
                new In(SESSION, TextSet.of(arn)),
                new In(PRINCIPAL, PatternTexts.arns(roles + parts[1], roles + "*/" + parts[1])));
    }

    /** A session of the role. */
    public static Formula isCalledByRole(String arn) {
        return and(isCalledBy(arn), hasSession());
    }

    /** Of {@code Service}, {@code Federated} or {@code CanonicalUser}, as principals of a policy are named. */
    public static Formula isOfKind(String type) {
        return new In(type, TextSet.ALL);
    }

    /** The service with that principal. */
    public static Formula isService(String principal) {
        return new In("Service", TextSet.of(principal));
    }

    public static Formula isAnonymous() {
        return not(anyOf(CALLERS, RequestFormulas::isOfKind));
    }

    /**
     * What holds for every request that a formula can hold for, independent of the policies.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html">
     *     s3:ObjectCreationOperation</a>
     */
    static Formula facts(Formula about) {
        Formula creates = hasKey("s3:ObjectCreationOperation");
        // False for CreateMultipartUpload and UploadPart, which S3 authorizes as s3:PutObject, too.
        Formula isPut = hasAction("s3:PutObject");
        Formula oneCaller = not(anyOf(
                CALLERS,
                type -> and(
                        isOfKind(type),
                        anyOf(CALLERS.subList(CALLERS.indexOf(type) + 1, CALLERS.size()), RequestFormulas::isOfKind))));
        List<Formula> facts = List.of(
                implies(hasSession(), isRole()),
                implies(hasKey("aws:username"), new In(PRINCIPAL, PatternTexts.arns("arn:*:iam::*:user/*"))),
                hasKey("aws:SecureTransport"),
                or(and(creates, isPut), and(not(creates), not(isPut))),
                oneCaller);
        Set<String> attributes = about.atoms().map(In::attribute).collect(Collectors.toSet());
        return allOf(
                facts,
                fact -> fact.atoms()
                                .map(In::attribute)
                                .filter(name -> !name.equals(ACTION))
                                .anyMatch(attributes::contains)
                        ? fact
                        : Constant.TRUE);
    }
}
