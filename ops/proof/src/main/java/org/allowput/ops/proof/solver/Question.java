package org.allowput.ops.proof.solver;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.policy.Authorization;
import org.allowput.policy.Caller;
import org.allowput.policy.Policy;

/**
 * Asks for a request.
 *
 * @param role whose session sends it; if empty, anybody can
 * @param asked all of these have to allow it
 * @param only each of these policies has to allow it, too: they say which requests are meant by the question
 * @param never none of these may
 */
public record Question(Optional<String> role, List<Asked> asked, List<Policy> only, List<Policy> never) {
    /**
     * Policies that have to allow the request.
     *
     * @param account that owns what it is about
     * @param from how its resource begins
     * @param to how the resource begins that these policies see
     */
    record Asked(Authorization policies, String account, String from, String to) {}

    public Question {
        asked = List.copyOf(asked);
        only = List.copyOf(only);
        never = List.copyOf(never);
    }

    private static Question of(Optional<String> role, Authorization policies, String account) {
        return new Question(role, List.of(new Asked(policies, account, "", "")), List.of(), List.of());
    }

    /** Asks for a request of a role's session to something of its account that policies allow. */
    public static Question allowed(String role, Authorization policies) {
        return of(Optional.of(role), policies, Caller.Principal.of(role).account());
    }

    /** Asks for a request to something of an account that a policy allows which one of its identities has. */
    public static Question allowed(Policy identity, String account) {
        return of(
                Optional.empty(),
                new Authorization(List.of(Policy.EVERYTHING), List.of(identity), Optional.empty(), false),
                account);
    }

    /** Asks for a request that the policy of a resource allows, such as a role's trust policy. */
    public static Question allowedToOthers(Policy resource) {
        return of(Optional.empty(), toOthers(resource), "");
    }

    /** What decides where what the policies of the caller's account say is not known, and counts as everything. */
    public static Authorization toOthers(Policy resource) {
        return new Authorization(List.of(Policy.EVERYTHING), List.of(), Optional.of(resource), true);
    }

    /**
     * The same request also has to be allowed about something else by a policy of a resource: where its resource begins
     * like one text, the other begins like another.
     */
    public Question alsoOn(String from, String to, Policy resource) {
        Asked also = new Asked(toOthers(resource), "", from, to);
        return new Question(role, joined(asked, List.of(also)), only, never);
    }

    /** Only requests that each of these policies allows; the last ones are asked first. */
    public Question only(Policy... policies) {
        return new Question(role, asked, joined(List.of(policies), only), never);
    }

    /** No request that one of these policies allows. */
    public Question never(Policy... policies) {
        return new Question(role, asked, only, joined(never, List.of(policies)));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Whose session sends the request. */
    public Question by(String arn) {
        return new Question(Optional.of(arn), asked, only, never);
    }

    /** All that decide about a request. */
    Stream<Policy> policies() {
        return Stream.of(
                        asked.stream().flatMap(each -> each.policies().policies().stream()),
                        only.stream(),
                        never.stream())
                .flatMap(policies -> policies);
    }

    /** One that every answer of this one answers, too. */
    Question approximated() {
        return new Question(
                role,
                asked.stream()
                        .map(each -> new Asked(
                                each.policies().map(policy -> Approximation.of(policy, true)),
                                each.account(),
                                each.from(),
                                each.to()))
                        .toList(),
                only.stream().map(policy -> Approximation.of(policy, true)).toList(),
                never.stream().map(policy -> Approximation.of(policy, false)).toList());
    }
}
