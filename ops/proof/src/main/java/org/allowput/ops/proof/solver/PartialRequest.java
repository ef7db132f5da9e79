package org.allowput.ops.proof.solver;

import java.io.Serial;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.allowput.policy.Caller;
import org.allowput.policy.Request;
import org.allowput.policy.RequestContext;

/**
 * A request of which some attributes are decided. Who reads another one gets an {@link Undecided}.
 *
 * @param decided the action, the resource, the caller, and the values of condition keys in lower case
 */
record PartialRequest(Map<String, Object> decided) implements RequestContext {
    static final String ACTION = "action";
    static final String RESOURCE = "resource";
    static final String CALLER = "caller";

    /** An attribute has to be decided first. */
    static final class Undecided extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        final String attribute;

        Undecided(String attribute) {
            super(attribute, null, false, false);
            this.attribute = attribute;
        }
    }

    PartialRequest with(String attribute, Object value) {
        Map<String, Object> more = new HashMap<>(decided);
        more.put(attribute, value);
        return new PartialRequest(more);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private <T> T value(String attribute) {
        Object value = decided.get(attribute);
        if (value == null) {
            throw new Undecided(attribute);
        }
        return (T) value;
    }

    @Override
    public String action() {
        return value(ACTION);
    }

    @Override
    public String resource() {
        return value(RESOURCE);
    }

    @Override
    public Caller caller() {
        return value(CALLER);
    }

    @Override
    public List<String> values(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return Caller.KEYS.contains(name) ? caller().keys().getOrDefault(name, List.of()) : value(name);
    }

    /** One like it; what was not read does not matter. */
    Request whole() {
        Map<String, List<String>> context = new HashMap<>();
        decided.keySet().stream().filter(name -> name.contains(":")).forEach(key -> context.put(key, values(key)));
        context.values().removeIf(List::isEmpty);
        return new Request(
                (String) decided.getOrDefault(ACTION, "s3:GetObject"),
                (String) decided.getOrDefault(RESOURCE, ""),
                (Caller) decided.getOrDefault(CALLER, Caller.Other.ANONYMOUS),
                context);
    }
}
