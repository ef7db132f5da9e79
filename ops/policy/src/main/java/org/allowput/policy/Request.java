package org.allowput.policy;

import java.io.Serial;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a policy can see of a request. Of a partial one only some attributes are decided: who reads another one gets an
 * {@link Undecided}.
 *
 * @param attributes the action, the resource, the caller, and the values of condition keys in lower case
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-reqcontext.html">
 *     Request context</a>
 */
public record Request(Map<String, Object> attributes, boolean isPartial) {
    public static final String ACTION = "Action";
    public static final String RESOURCE = "Resource";
    public static final String CALLER = "Caller";

    /** An attribute has to be decided first. */
    public static final class Undecided extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private final String attribute;

        Undecided(String attribute) {
            super(attribute, null, false, false);
            this.attribute = attribute;
        }

        public String attribute() {
            return attribute;
        }
    }

    /**
     * One of which everything is known.
     *
     * @param context the values of the condition keys, by any case of their names; a key that the request does not have
     *     is not among them. Some come from the caller
     */
    public Request(String action, String resource, Caller caller, Map<String, List<String>> context) {
        if (!action.matches("[A-Za-z0-9-]+:[A-Za-z0-9]+")) {
            throw new PolicyException("an action such as s3:PutObject", action);
        }
        Map<String, Object> attributes = new HashMap<>(Map.of(ACTION, action, RESOURCE, resource, CALLER, caller));
        context.forEach((key, values) -> attributes.put(key.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this(attributes, false);
    }

    /** The same with another attribute. */
    public Request with(String attribute, Object value) {
        Map<String, Object> more = new HashMap<>(attributes);
        more.put(attribute, value);
        return new Request(more, isPartial);
    }

    /** One like it, of which everything is known; what was not read does not matter. */
    public Request whole() {
        Map<String, Object> whole =
                new HashMap<>(Map.of(ACTION, "s3:GetObject", RESOURCE, "", CALLER, Caller.Other.ANONYMOUS));
        whole.putAll(attributes);
        return new Request(whole, false);
    }

    private Object value(String attribute) {
        Object value = attributes.get(attribute);
        if (value == null && isPartial) {
            throw new Undecided(attribute);
        }
        return value == null ? List.of() : value;
    }

    /** Such as {@code s3:PutObject}; compared without regard to case. */
    public String action() {
        return (String) value(ACTION);
    }

    /** Its ARN; empty where only a trust policy is asked. */
    public String resource() {
        return (String) value(RESOURCE);
    }

    public Caller caller() {
        return (Caller) value(CALLER);
    }

    /** The values of a condition key, by any case of its name; none if the request does not have it. */
    @SuppressWarnings("unchecked")
    public List<String> values(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return Caller.KEYS.contains(name) ? caller().keys().getOrDefault(name, List.of()) : (List<String>) value(name);
    }

    /** The condition keys that it has, but for those that come from the caller, in lower case, and their values. */
    public Map<String, List<String>> context() {
        Map<String, List<String>> context = new TreeMap<>();
        attributes.keySet().stream()
                .filter(name -> attributes.get(name) instanceof List<?> values && !values.isEmpty())
                .forEach(name -> context.put(name, values(name)));
        return context;
    }
}
