package org.allowput.ops.proof;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.policy.Policy;

/** Policies that say which requests a question is about: those that they allow. */
final class RequestPolicies {
    private static final Map<String, Map<String, String>> SERVICES = Map.of("Principal", Map.of("Service", "*"));

    static final Policy BY_SERVICES = allow(SERVICES);
    /** By those who signed in at an identity provider. */
    static final Policy BY_SIGNED_IN = allow(Map.of("Principal", Map.of("Federated", "*")));

    private RequestPolicies() {}

    /** About everything but for these elements. */
    private static Policy allow(Map<String, ?> elements) {
        Map<String, Object> statement = new TreeMap<>(Map.of("Effect", "Allow", "Action", "*", "Resource", "*"));
        statement.putAll(elements);
        return Policy.of(Map.of("Statement", statement));
    }

    private static Map<String, Object> condition(String operator, String key, Object values) {
        return Map.of("Condition", Map.of(operator, Map.of(key, values)));
    }

    /** @param values one text, or a list of them */
    static Policy where(String operator, String key, Object values) {
        return allow(condition(operator, key, values));
    }

    static Policy byServicesWhere(String operator, String key, Object values) {
        Map<String, Object> elements = new TreeMap<>(SERVICES);
        elements.putAll(condition(operator, key, values));
        return allow(elements);
    }

    /** By principals of an account. */
    static Policy byAccount(String account) {
        return where("StringEquals", "aws:PrincipalAccount", account);
    }

    /** About what has one of these ARNs, which may be patterns. */
    static Policy on(List<String> arns) {
        return allow(Map.of("Resource", arns));
    }

    /** With one of these actions, which may be patterns. */
    static Policy actions(List<String> actions) {
        return allow(Map.of("Action", actions));
    }
}
