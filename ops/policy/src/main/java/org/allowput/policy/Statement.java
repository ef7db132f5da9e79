package org.allowput.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.policy.Principals.Grant;

/**
 * One statement of a policy.
 *
 * @param allow or else deny
 * @param principals none in an identity-based policy
 * @param actions as its element {@code Action} or {@code NotAction} says
 * @param resources none in a trust policy, which is about the role that it belongs to
 * @param conditions all of which must be met
 */
public record Statement(
        boolean allow,
        Optional<Principals> principals,
        Patterns actions,
        Optional<Patterns> resources,
        List<Condition> conditions) {

    /**
     * The patterns of an element.
     *
     * @param inverted whether it is {@code NotAction} or {@code NotResource}
     */
    public record Patterns(List<PolicyText> texts, boolean inverted) {
        public Patterns {
            texts = List.copyOf(texts);
        }

        private Stream<Wildcard> of(Request request) {
            return texts.stream().flatMap(text -> text.pattern(request).stream());
        }
    }

    public Statement {
        conditions = List.copyOf(conditions);
        for (PolicyText action : actions.texts()) {
            if (!action.text().matches("\\*|\\*:\\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")) {
                throw new PolicyException("an action such as s3:PutObject, s3:Put* or *", action.text());
            }
        }
        for (PolicyText resource : resources.map(Patterns::texts).orElse(List.of())) {
            // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
            if (!resource.text().matches("(?s)\\*|arn:([^:]*:){4}.+|arn:.*\\*")) {
                throw new PolicyException("an ARN of six parts, or *", resource.text());
            }
        }
    }

    /** The same statement with other conditions. */
    public Statement with(List<Condition> otherConditions) {
        return new Statement(allow, principals, actions, resources, otherConditions);
    }

    /** How the statement reaches the request's caller: not at all where something else than the caller differs. */
    Grant grantTo(Request request) {
        Grant grant =
                principals.map(named -> named.grantTo(request.caller(), allow)).orElse(Grant.DIRECT);
        boolean applies = grant != Grant.NONE
                && actionPatterns(request).anyMatch(pattern -> pattern.matches(request.action())) != actions.inverted()
                && (resources.isEmpty()
                        || resourcePatterns(request).anyMatch(pattern -> pattern.matches(request.resource()))
                                != resources.get().inverted())
                && conditions.stream().allMatch(condition -> condition.isMetBy(request));
        return applies ? grant : Grant.NONE;
    }

    /** Whether the statement is about the request. */
    public boolean appliesTo(Request request) {
        return grantTo(request) != Grant.NONE;
    }

    /** The patterns of its actions. */
    public Stream<Wildcard> actionPatterns(Request request) {
        return actions.of(request);
    }

    /**
     * The patterns of its resources. Where a star or question mark stands within a segment of the ARN, AWS recommends
     * not to rely on what it does with a colon: an allow counts with it, a deny without.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">Using
     *     wildcards in resource ARNs</a>
     */
    public Stream<Wildcard> resourcePatterns(Request request) {
        return resources.stream()
                .flatMap(named ->
                        named.of(request).map(pattern -> allow != named.inverted() ? pattern : pattern.inSegments()));
    }
}
