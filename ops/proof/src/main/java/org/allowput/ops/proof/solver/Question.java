package org.allowput.ops.proof.solver;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.policy.Authorization;
import org.allowput.policy.Caller;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;
import org.allowput.policy.Statement;

/**
 * A question asks for a request: the search answers it by one, or by none if none is possible.
 *
 * @param role whose session sends it; if empty, anybody can
 * @param policies have to allow it
 * @param account that owns what it is about
 * @param matching each of these policies has to allow it, too: they say which requests the question is about
 * @param excluding none of these may
 * @param context condition keys in lower case whose values are known, with these values
 */
public record Question(
        Optional<String> role,
        Authorization policies,
        String account,
        List<Policy> matching,
        List<Policy> excluding,
        Map<String, List<String>> context) {
    public Question {
        matching = List.copyOf(matching);
        excluding = List.copyOf(excluding);
    }

    /** Asks for a request of a role's session to something of its account that policies allow. */
    public static Question allowed(String role, Authorization policies) {
        return new Question(Optional.of(role), policies, Caller.of(role).account(), List.of(), List.of(), Map.of());
    }

    /** Asks for a request to something of an account that a policy allows which one of its identities has. */
    public static Question allowed(Policy identity, String account) {
        Authorization policies =
                new Authorization(List.of(Policy.EVERYTHING), List.of(identity), Policy.NOTHING, false);
        return new Question(Optional.empty(), policies, account, List.of(), List.of(), Map.of());
    }

    /**
     * Asks for a request that the policy of a resource allows, such as a role's trust policy. What the policies of the
     * caller's account say is not known, and counts as everything.
     */
    public static Question allowedToOthers(Policy resource) {
        Authorization policies = new Authorization(List.of(Policy.EVERYTHING), List.of(), resource, true);
        return new Question(Optional.empty(), policies, "", List.of(), List.of(), Map.of());
    }

    /** Only requests that each of these policies allows; the last ones are asked first. */
    public Question matching(Policy... more) {
        return new Question(role, policies, account, joined(List.of(more), matching), excluding, context);
    }

    /** No request that one of these policies allows. */
    public Question excluding(Policy... more) {
        return new Question(role, policies, account, matching, joined(excluding, List.of(more)), context);
    }

    private static List<Policy> joined(List<Policy> first, List<Policy> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Whose session sends the request. */
    public Question from(String arn) {
        return new Question(Optional.of(arn), policies, account, matching, excluding, context);
    }

    /** Only requests in which a condition key has these values. */
    public Question withContext(String key, List<String> values) {
        return new Question(
                role,
                policies,
                account,
                matching,
                excluding,
                Map.of(key.toLowerCase(Locale.ROOT), List.copyOf(values)));
    }

    boolean isAnsweredBy(Request request) {
        return matching.stream().allMatch(policy -> policy.allows(request))
                && policies.allows(request, account)
                && excluding.stream().noneMatch(policy -> policy.allows(request));
    }

    /** Of all policies that decide about a request. */
    Stream<Statement> statements() {
        return Stream.of(policies.policies(), matching, excluding)
                .flatMap(List::stream)
                .flatMap(policy -> policy.statements().stream());
    }
}
