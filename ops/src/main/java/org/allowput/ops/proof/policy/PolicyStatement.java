package org.allowput.ops.proof.policy;

import java.util.List;
import org.allowput.ops.proof.template.ConditionValue;
import org.allowput.ops.proof.template.ConditionalValue;
import org.allowput.ops.proof.template.Text;

/**
 * One statement of a policy.
 *
 * @param where it stands, for people: the resource's logical id and the statement's Sid
 * @param guard under which conditions the template has it
 * @param allow whether its effect is Allow; otherwise it is Deny
 * @param principals empty in an identity-based policy
 * @param actions patterns, in lower case: IAM compares actions without regard to case
 * @param resources patterns; empty in a trust policy
 * @param conditions all of which must hold
 */
public record PolicyStatement(
        String where,
        List<ConditionValue> guard,
        boolean allow,
        List<ConditionalValue<Principal>> principals,
        List<ConditionalValue<Text>> actions,
        List<ConditionalValue<Text>> resources,
        List<ConditionalValue<Condition>> conditions) {

    /** Who a resource-based policy speaks of. */
    public sealed interface Principal {
        /** Every principal of an account whose own policies allow it. */
        record Account(Text id) implements Principal {}

        /** One role or user. */
        record Arn(Text arn) implements Principal {}

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
}
