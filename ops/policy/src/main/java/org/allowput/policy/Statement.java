package org.allowput.policy;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
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

        private boolean mean(String value, Request request) {
            return inverted != texts.stream().anyMatch(text -> text.means(value, request));
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
    public Statement with(List<Condition> others) {
        return new Statement(allow, principals, actions, resources, others);
    }

    /** The same statement about other resources. */
    public Statement on(UnaryOperator<Patterns> others) {
        return new Statement(allow, principals, actions, resources.map(others), conditions);
    }

    /** How the statement reaches the request's caller: not at all where something else than the caller differs. */
    Grant grantTo(Request request) {
        Grant grant =
                principals.map(named -> named.grantTo(request.caller(), allow)).orElse(Grant.DIRECT);
        boolean applies = grant != Grant.NONE
                && actions.mean(request.action(), request)
                && resources.stream().allMatch(named -> named.mean(request.resource(), request))
                && conditions.stream().allMatch(condition -> condition.isMetBy(request));
        return applies ? grant : Grant.NONE;
    }

    /** Whether the statement is about the request. */
    public boolean appliesTo(Request request) {
        return grantTo(request) != Grant.NONE;
    }
}
