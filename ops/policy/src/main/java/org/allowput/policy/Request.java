package org.allowput.policy;

import java.io.Serial;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a policy can see of a request. Of a partial one only some attributes are decided: who reads another one gets an
 * {@link Undecided}.
 *
 * @param attributes by the {@link Part} or the condition key in lower case: its value, or for a key a list of them
 * @param open conditions of keys that are there, and texts with variables, which are not evaluated: whether they are
 *     met is an attribute by itself
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-reqcontext.html">
 *     Request context</a>
 */
public record Request(Map<Object, Object> attributes, boolean isPartial, Set<?> open) {
    /** Attributes besides the condition keys. */
    public enum Part {
        ACTION,
        RESOURCE,
        CALLER
    }

    /** An attribute has to be decided first. */
    public static final class Undecided extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient Object attribute;

        Undecided(Object attribute) {
            super(null, null, false, false);
            this.attribute = attribute;
        }

        public Object attribute() {
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
        Map<Object, Object> attributes =
                new HashMap<>(Map.of(Part.ACTION, action, Part.RESOURCE, resource, Part.CALLER, caller));
        context.forEach((key, values) -> attributes.put(key.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this(attributes, false, Set.of());
    }

    /** The same with another attribute. */
    public Request with(Object attribute, Object value) {
        Map<Object, Object> more = new HashMap<>(attributes);
        more.put(attribute, value);
        return new Request(more, isPartial, open);
    }

    /** One like it, of which everything is known; what was not read does not matter. */
    public Request whole() {
        Map<Object, Object> whole =
                new HashMap<>(Map.of(Part.ACTION, "s3:GetObject", Part.RESOURCE, "", Part.CALLER, Caller.ANONYMOUS));
        whole.putAll(attributes);
        return new Request(whole, false, open);
    }

    private Object value(Object attribute) {
        Object value = attributes.get(attribute);
        if (value == null && isPartial) {
            throw new Undecided(attribute);
        }
        return value == null ? List.of() : value;
    }

    /** Such as {@code s3:PutObject}; compared without regard to case. */
    public String action() {
        return (String) value(Part.ACTION);
    }

    /** Its ARN; empty where only a trust policy is asked. */
    public String resource() {
        return (String) value(Part.RESOURCE);
    }

    public Caller caller() {
        return (Caller) value(Part.CALLER);
    }

    /** The values of a condition key, by any case of its name; none if the request does not have it. */
    @SuppressWarnings("unchecked")
    public List<String> values(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return Caller.KEYS.contains(name) ? caller().values(name) : (List<String>) value(name);
    }

    /** Whether what is left open is met. */
    boolean isMet(Object what) {
        return (boolean) value(what);
    }

    /** The condition keys that it has, but for those that come from the caller, in lower case, and their values. */
    public Map<String, List<String>> context() {
        Map<String, List<String>> context = new TreeMap<>();
        attributes.forEach((key, value) -> {
            if (key instanceof String name && value instanceof List<?> values && !values.isEmpty()) {
                context.put(name, values(name));
            }
        });
        return context;
    }
}
