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
 * Asks for a request.
 *
 * @param role whose session sends it; if empty, anybody can
 * @param policies have to allow it
 * @param account that owns what it is about
 * @param only each of these policies has to allow it, too: they say which requests the question is about
 * @param never none of these may
 * @param given condition keys in lower case whose values are known, with these values
 */
public record Question(
        Optional<String> role,
        Authorization policies,
        String account,
        List<Policy> only,
        List<Policy> never,
        Map<String, List<String>> given) {
    public Question {
        only = List.copyOf(only);
        never = List.copyOf(never);
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
    public Question only(Policy... more) {
        return new Question(role, policies, account, joined(List.of(more), only), never, given);
    }

    /** No request that one of these policies allows. */
    public Question never(Policy... more) {
        return new Question(role, policies, account, only, joined(never, List.of(more)), given);
    }

    private static List<Policy> joined(List<Policy> first, List<Policy> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Whose session sends the request. */
    public Question by(String arn) {
        return new Question(Optional.of(arn), policies, account, only, never, given);
    }

    /** Only requests in which a condition key has these values. */
    public Question given(String key, List<String> values) {
        return new Question(
                role, policies, account, only, never, Map.of(key.toLowerCase(Locale.ROOT), List.copyOf(values)));
    }

    boolean isAnsweredBy(Request request) {
        return only.stream().allMatch(policy -> policy.allows(request))
                && policies.allows(request, account)
                && never.stream().noneMatch(policy -> policy.allows(request));
    }

    /** Of all policies that decide about a request. */
    Stream<Statement> statements() {
        return Stream.of(policies.policies(), only, never)
                .flatMap(List::stream)
                .flatMap(policy -> policy.statements().stream());
    }
}
