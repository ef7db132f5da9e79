package org.allowput.emulator.strict;

import java.util.List;
import java.util.Locale;
import org.allowput.emulator.strict.RequiredActions.Required;

/**
 * A statement of a policy. Principals are not looked at: give those that concern the caller.
 *
 * @param allows or else denies
 */
record Statement(boolean allows, List<String> actions, List<String> resources, List<Condition> conditions) {
    boolean concerns(Required required, ConditionContext context) {
        return actions.stream()
                        .anyMatch(action -> Wildcard.matches(
                                action.toLowerCase(Locale.ROOT),
                                required.action().toLowerCase(Locale.ROOT)))
                && resources.stream().anyMatch(resource -> Wildcard.matches(resource, required.resource()))
                && conditions.stream().allMatch(condition -> isMet(condition, context));
    }

    /** A key that only the emulator knows the value of allows here, and does not deny: the emulator decides by it. */
    private boolean isMet(Condition condition, ConditionContext context) {
        return context.knows(condition.key()) ? condition.isMetBy(context) : allows;
    }
}
