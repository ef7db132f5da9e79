package org.allowput.ops.proof.policy;

import java.util.List;
import org.allowput.ops.proof.template.ConditionValue;
import org.allowput.ops.proof.template.ConditionalValue;
import org.allowput.ops.proof.template.Text;

/**
 * One statement of a policy.
 *
 * @param where it stands, for people: the resource, the statement's Sid or number, and the line
 * @param guard under which conditions the template has it
 * @param allow whether its effect is Allow; otherwise it is Deny
 * @param principals empty in an identity-based policy, and with {@code NotPrincipal}
 * @param actions patterns
 * @param resources patterns; empty in a trust policy
 * @param conditions all of which must hold
 */
public record PolicyStatement(
        String where,
        List<ConditionValue> guard,
        boolean allow,
        List<ConditionalValue<Principal>> principals,
        Patterns actions,
        Patterns resources,
        List<ConditionalValue<Condition>> conditions) {

    /**
     * An element of patterns.
     *
     * @param not whether the statement is about all that matches none of them, as with {@code NotAction}
     * @param all actions in lower case: IAM compares actions without regard to case
     */
    public record Patterns(boolean not, List<ConditionalValue<Text>> all) {
        private boolean has(String text) {
            return !not
                    && (all.contains(ConditionalValue.always(Text.of("*")))
                            || all.contains(ConditionalValue.always(Text.of(text))));
        }
    }

    /** Who a resource-based policy speaks of. */
    public sealed interface Principal {
        /** Every principal of an account whose own policies allow it. */
        record Account(Text id) implements Principal {}

        /** What is known only at deployment: an account, the ARN of its root, or the ARN of a role or user. */
        record Named(Text name) implements Principal {}

        /** An AWS service. */
        record Service(Text name) implements Principal {}

        /** Everyone, signed in or not. */
        record Everyone() implements Principal {}
    }

    /**
     * One operator with one key.
     *
     * @param operator such as {@code StringEquals}, without {@code IfExists}
     * @param ifExists whether the condition also holds for a request without the key
     * @param key in lower case: IAM compares keys without regard to case
     * @param values of which one must match; with a negated operator, none may
     */
    public record Condition(String operator, boolean ifExists, String key, List<ConditionalValue<Text>> values) {}

    /** Whether it always denies an action to everyone, on every resource: who relies on it is revoked. */
    boolean revokes(String action) {
        return !allow
                && guard.isEmpty()
                && conditions.isEmpty()
                && (principals.isEmpty() || principals.contains(ConditionalValue.always(new Principal.Everyone())))
                && actions.has(action)
                && (resources.all().isEmpty() || resources.has("*"));
    }
}
