package org.allowput.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.policy.Principals.Grant;

/**
 * One statement of a policy.
 *
 * @param allow or else deny
 * @param principals none in an identity-based policy
 * @param conditions all of which must be met: also on {@link Request#ACTION} and {@link Request#RESOURCE}, as the
 *     elements say; a trust policy is about the role that it belongs to
 */
public record Statement(boolean allow, Optional<Principals> principals, List<Condition> conditions) {
    public Statement {
        conditions = List.copyOf(conditions);
    }

    /** The same statement with other conditions. */
    public Statement with(List<Condition> others) {
        return new Statement(allow, principals, others);
    }

    /** The statement for each action that it names, by itself. */
    public Map<String, Statement> byAction() {
        Map<String, Statement> byAction = new LinkedHashMap<>();
        for (Condition actions : conditions) {
            if (actions.key().equals(Request.ACTION)) {
                actions.texts()
                        .forEach(action -> byAction.put(
                                action.text(),
                                with(conditions.stream()
                                        .map(each -> each.equals(actions) ? each.with(List.of(action)) : each)
                                        .toList())));
            }
        }
        return byAction;
    }

    /** How the statement reaches the request's caller: not at all where something else than the caller differs. */
    Grant grantTo(Request request) {
        Grant grant =
                principals.map(named -> named.grantTo(request.caller(), allow)).orElse(Grant.DIRECT);
        boolean applies = grant != Grant.NONE && conditions.stream().allMatch(condition -> condition.isMetBy(request));
        return applies ? grant : Grant.NONE;
    }

    /** Whether the statement is about the request. */
    public boolean appliesTo(Request request) {
        return grantTo(request) != Grant.NONE;
    }
}
