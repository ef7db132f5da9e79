package org.allowput.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a policy can see of a request.
 *
 * @param action such as {@code s3:PutObject}; compared without regard to case
 * @param resource its ARN; empty where only a trust policy is asked
 * @param context the values of the condition keys, by any case of their names; a key that the request does not have is
 *     not among them. {@code aws:PrincipalArn} and {@code aws:PrincipalAccount} come from the caller
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-reqcontext.html">
 *     Request context</a>
 */
public record Request(String action, String resource, Caller caller, Map<String, List<String>> context) {
    private static final String PRINCIPAL_ARN = "aws:principalarn";
    private static final String PRINCIPAL_ACCOUNT = "aws:principalaccount";

    public Request {
        if (!action.matches("[A-Za-z0-9-]+:[A-Za-z0-9]+")) {
            throw new PolicyException("an action such as s3:PutObject", action);
        }
        Map<String, List<String>> keys = new HashMap<>();
        context.forEach((name, values) -> keys.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        keys.keySet().removeAll(List.of(PRINCIPAL_ARN, PRINCIPAL_ACCOUNT));
        switch (caller) {
            case Caller.Principal principal -> {
                keys.put(PRINCIPAL_ARN, List.of(principal.arn()));
                keys.put(PRINCIPAL_ACCOUNT, List.of(principal.account()));
            }
            // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
            case Caller.Anonymous ignored -> keys.put(PRINCIPAL_ACCOUNT, List.of("anonymous"));
            case Caller.Service ignored -> {}
            case Caller.Federated ignored -> {}
            case Caller.CanonicalUser ignored -> {}
        }
        context = Map.copyOf(keys);
    }

    /** The same about another action and resource. */
    public Request with(String otherAction, String otherResource) {
        return new Request(otherAction, otherResource, caller, context);
    }

    /** The same with other values of a condition key; with none, it does not have the key. */
    public Request with(String key, List<String> values) {
        Map<String, List<String>> changed = new HashMap<>(context);
        changed.put(key.toLowerCase(Locale.ROOT), values);
        if (values.isEmpty()) {
            changed.remove(key.toLowerCase(Locale.ROOT));
        }
        return new Request(action, resource, caller, changed);
    }

    /** The values of a condition key; none if the request does not have it. */
    public List<String> values(String key) {
        return context.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
    }
}
