package org.allowput.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    Principals.Grant grantTo(Request request) {
        boolean applies = hasAction(request)
                && hasResource(request)
                && conditions.stream().allMatch(condition -> condition.isMetBy(request));
        return applies
                ? principals
                        .map(named -> named.grantTo(request.caller(), allow))
                        .orElse(Principals.Grant.DIRECT)
                : Principals.Grant.NONE;
    }

    private boolean hasAction(Request request) {
        String action = request.action().toLowerCase(Locale.ROOT);
        return actions.texts().stream()
                        .anyMatch(pattern -> Wildcard.of(pattern.text().toLowerCase(Locale.ROOT))
                                .matches(action))
                != actions.inverted();
    }

    /**
     * Where a star or question mark stands within a segment of the ARN, AWS recommends not to rely on what it does with
     * a colon: an allow counts with it, a deny without.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">Using
     *     wildcards in resource ARNs</a>
     */
    private boolean hasResource(Request request) {
        if (resources.isEmpty()) {
            return true;
        }
        boolean inverted = resources.get().inverted();
        boolean beyondColons = allow != inverted;
        return resources.get().texts().stream()
                        .flatMap(text -> text.pattern(request).stream())
                        .anyMatch(
                                pattern -> (beyondColons ? pattern : pattern.inSegments()).matches(request.resource()))
                != inverted;
    }
}
