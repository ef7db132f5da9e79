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
     * Of an account, or of a principal. One that was deleted is left with its unique identifier, which is nobody's.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html">Unique identifiers</a>
     */
    private static final Pattern AWS_NAME =
            Pattern.compile("(?s)\\*|\\d{12}|A(ID|RO)A[A-Z0-9]{12,124}|arn:[a-z-]+:(iam|sts)::\\d{12}:.+");

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
        names.forEach((type, values) -> {
            if (!List.of(AWS, "Service", "Federated", "CanonicalUser").contains(type) || values.isEmpty()) {
                throw new PolicyException(
                        "principals of the types AWS, Service, Federated or CanonicalUser", type + " " + values);
            }
            for (String value : values) {
                if (!value.equals(EVERYBODY) && value.matches("(?s).*[*?].*|.*\\$\\{.*")) {
                    throw new PolicyException("a principal without wildcards and variables", value);
                }
                if (type.equals(AWS) && !AWS_NAME.matcher(value).matches()) {
                    throw new PolicyException("an account, the ARN of a principal, or *", value);
                }
            }
        });
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
        if (!inverted) {
            return grant(caller);
        }
        boolean excluded = (!allow && caller instanceof Caller.Principal principal)
                ? isListed(principal)
                : grant(caller) != Grant.NONE;
        return excluded ? Grant.NONE : Grant.DIRECT;
    }

    private Grant grant(Caller caller) {
        return switch (caller) {
            case Caller.Anonymous ignored -> directIf(isForEverybody());
            case Caller.Service(String name) -> directIf(isForEverybody() || has("Service", name));
            case Caller.Federated(String provider) -> directIf(isForEverybody() || has("Federated", provider));
            case Caller.CanonicalUser(String id) -> directIf(isForEverybody() || has("CanonicalUser", id));
            case Caller.Principal principal -> {
                if (isForEverybody()
                        || principal.sessionArn().filter(arn -> has(AWS, arn)).isPresent()) {
                    yield Grant.DIRECT;
                }
                if (has(AWS, principal.arn())) {
                    yield principal.isRole() ? Grant.ROLE : Grant.DIRECT;
                }
                yield hasAccountOf(principal) ? Grant.ACCOUNT : Grant.NONE;
            }
        };
    }

    private boolean isListed(Caller.Principal principal) {
        return isForEverybody()
                || (hasAccountOf(principal)
                        && has(AWS, principal.arn())
                        && principal.sessionArn().filter(arn -> !has(AWS, arn)).isEmpty());
    }

    private static Grant directIf(boolean granted) {
        return granted ? Grant.DIRECT : Grant.NONE;
    }

    private boolean isForEverybody() {
        return has(AWS, EVERYBODY);
    }

    private boolean hasAccountOf(Caller.Principal principal) {
        String partition = principal.arn().split(":", 3)[1];
        return has(AWS, principal.account()) || has(AWS, "arn:" + partition + ":iam::" + principal.account() + ":root");
    }

    private boolean has(String type, String name) {
        return names(type).contains(name) || (!type.equals(AWS) && names(type).contains(EVERYBODY));
    }
}
