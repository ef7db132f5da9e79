package org.allowput.policy;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The element {@code Principal} or {@code NotPrincipal} of a resource-based policy.
 *
 * @param names by types, such as {@code AWS}
 * @param inverted whether it is {@code NotPrincipal}
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal</a>
 */
public record Principals(Map<String, List<String>> names, boolean inverted) {
    private static final String AWS = "AWS";
    private static final String EVERYBODY = "*";
    /**
     * A name with its type. One of AWS is an account's or a principal's; a principal that was deleted is left with its
     * unique identifier, which is nobody's.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html">Unique identifiers</a>
     */
    private static final Pattern NAME = Pattern.compile("(?s)(AWS|Service|Federated|CanonicalUser) \\*"
            + "|(?!.*\\$\\{)(AWS (\\d{12}|A(ID|RO)A[A-Z0-9]{12,124}|arn:[a-z-]+:(iam|sts)::\\d{12}:[^*?]+)"
            + "|(Service|Federated|CanonicalUser) [^*?]*)");

    /** How a policy reaches a caller: what else has to allow the request depends on it. */
    public enum Grant {
        NONE,
        /** As a principal of its account, whose own policies decide. */
        ACCOUNT,
        /** As a session of its role. */
        ROLE,
        /** By its own ARN, or as everybody. */
        DIRECT
    }

    public Principals {
        names = Map.copyOf(names);
        names.forEach((type, values) -> values.forEach(value -> {
            if (!NAME.matcher(type + " " + value).matches()) {
                throw new PolicyException(
                        "a principal of the type AWS (an account, an ARN, or *), Service, Federated or CanonicalUser,"
                                + " without wildcards and variables in it",
                        type + " " + value);
            }
        }));
    }

    /** The names of a type; empty if there are none. */
    public List<String> names(String type) {
        return names.getOrDefault(type, List.of());
    }

    /**
     * How the element reaches a caller.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html">NotPrincipal</a>:
     *     a Deny excludes a session of a role only where its account, the role and the session are listed
     */
    Grant grantTo(Caller caller, boolean allow) {
        Grant grant = grant(caller);
        if (!inverted) {
            return grant;
        }
        boolean isExcluded = grant != Grant.NONE
                && (allow
                        || has(AWS, EVERYBODY)
                        || !caller.isPrincipal()
                        || (hasAccountOf(caller)
                                && has(AWS, caller.name())
                                && caller.session().stream().allMatch(arn -> has(AWS, arn))));
        return isExcluded ? Grant.NONE : Grant.DIRECT;
    }

    private Grant grant(Caller caller) {
        boolean isNamed = has(caller.type(), caller.name());
        if (has(AWS, EVERYBODY)
                || has(caller.type(), EVERYBODY)
                || (isNamed && !caller.isRole())
                || caller.session().filter(arn -> has(AWS, arn)).isPresent()) {
            return Grant.DIRECT;
        }
        return isNamed ? Grant.ROLE : caller.isPrincipal() && hasAccountOf(caller) ? Grant.ACCOUNT : Grant.NONE;
    }

    private boolean hasAccountOf(Caller principal) {
        String partition = principal.name().split(":", 3)[1];
        return has(AWS, principal.account()) || has(AWS, "arn:" + partition + ":iam::" + principal.account() + ":root");
    }

    private boolean has(String type, String name) {
        return names(type).contains(name);
    }
}
