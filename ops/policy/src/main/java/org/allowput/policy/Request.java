package org.allowput.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request of which everything is known.
 *
 * @param context the values of the condition keys, by any case of their names; a key that the request does not have is
 *     not among them. Some come from the caller
 */
public record Request(String action, String resource, Caller caller, Map<String, List<String>> context)
        implements RequestContext {

    public Request {
        if (!action.matches("[A-Za-z0-9-]+:[A-Za-z0-9]+")) {
            throw new PolicyException("an action such as s3:PutObject", action);
        }
        Map<String, List<String>> keys = new HashMap<>();
        context.forEach((name, values) -> keys.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        keys.keySet().removeAll(Caller.KEYS);
        keys.putAll(caller.keys());
        context = Map.copyOf(keys);
    }

    @Override
    public List<String> values(String key) {
        return context.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
    }
}
