package org.allowput.policy;

import java.io.Serial;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The attributes of a request that policies can read. Of a partial one only some attributes are decided: who reads
 * another one gets an {@link Undecided}.
 *
 * @param attributes the caller, and by keys in lower case a list of their values
 * @param undecided conditions of keys that are there, and texts with variables, which are not evaluated: whether they
 *     are met is an attribute by itself
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-reqcontext.html">
 *     Request context</a>
 */
public record Request(Map<Object, Object> attributes, boolean isPartial, Set<?> undecided) {
    /** The keys of conditions that are elements of statements. */
    public static final String ACTION = "action";

    public static final String RESOURCE = "resource";
    /** The attribute that is no key. */
    private static final Object CALLER = Caller.class;

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
                new HashMap<>(Map.of(ACTION, List.of(action), RESOURCE, List.of(resource), CALLER, caller));
        context.forEach((key, values) -> attributes.put(key.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this(attributes, false, Set.of());
    }

    /** The same with another attribute. */
    public Request with(Object attribute, Object value) {
        Map<Object, Object> more = new HashMap<>(attributes);
        more.put(attribute, value);
        return new Request(more, isPartial, undecided);
    }

    /** One like it, of which everything is known; what was not read does not matter. */
    public Request whole() {
        Map<Object, Object> whole =
                new HashMap<>(Map.of(ACTION, List.of("s3:GetObject"), RESOURCE, List.of(""), CALLER, Caller.ANONYMOUS));
        whole.putAll(attributes);
        return new Request(whole, false, undecided);
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
        return values(ACTION).getFirst();
    }

    /** Its ARN; empty where only a trust policy is asked. */
    public String resource() {
        return values(RESOURCE).getFirst();
    }

    public Caller caller() {
        return (Caller) value(CALLER);
    }

    /** The values of a condition key, by any case of its name; none if the request does not have it. */
    @SuppressWarnings("unchecked")
    public List<String> values(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return Caller.KEYS.contains(name) ? caller().values(name) : (List<String>) value(name);
    }

    /** Whether an undecided condition or text is met. */
    boolean isMet(Object what) {
        return (boolean) value(what);
    }

    /** The condition keys that it has, but for those that come from the caller, in lower case, and their values. */
    public Map<String, List<String>> context() {
        Map<String, List<String>> context = new TreeMap<>();
        attributes.forEach((key, value) -> {
            if (key instanceof String name
                    && name.contains(":")
                    && !values(name).isEmpty()) {
                context.put(name, values(name));
            }
        });
        return context;
    }
}
