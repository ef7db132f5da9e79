package org.allowput.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The principal that sends a request: a user, a session of a role, a federated user or an account's root user; or
 * somebody else.
 *
 * @param type as {@code Principal} has it: {@code AWS}, {@code Service}, {@code Federated}, or {@code CanonicalUser}
 *     for the root user of an account that is not known otherwise; empty for who does not sign the request
 * @param name the ARN of the user or role, as in {@code aws:PrincipalArn}, a role's with its path; or such as
 *     {@code s3.amazonaws.com}, the identity provider at which somebody signed in, or the id in access control lists
 * @param session of a role, as {@code arn:aws:sts::…:assumed-role/NAME/SESSION}; empty where it does not matter
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principals</a>
 */
public record Caller(String type, String name, Optional<String> session) {
    /** Somebody who does not sign the request. */
    public static final Caller ANONYMOUS = of("", "");
    /** The condition keys, in lower case, that follow from the caller. */
    static final Set<String> KEYS = Set.of("aws:principalarn", "aws:principalaccount", "aws:principalisawsservice");

    private static final String AWS = "AWS";

    public Caller {
        if (type.equals(AWS) && !name.matches("arn:[a-z-]+:(iam|sts)::\\d{12}:.+")) {
            throw new PolicyException("the ARN of a user, a role, a federated user or the root user", name);
        }
    }

    /** A user, or a role whose session does not matter. */
    public static Caller of(String arn) {
        return of(AWS, arn);
    }

    public static Caller of(String type, String name) {
        return new Caller(type, name, Optional.empty());
    }

    /** If it is a role, its sessions: those of the names that are such, and another one. */
    public Stream<Caller> sessions(Stream<String> names) {
        String sessions = name.replace(":iam:", ":sts:").replaceFirst(":role/(.*/)?", ":assumed-role/") + "/";
        return isRole()
                ? Stream.concat(Stream.of(sessions + "session"), names.filter(each -> each.startsWith(sessions)))
                        .map(each -> new Caller(type, name, Optional.of(each)))
                : Stream.of(this);
    }

    /** Whether it has an account, and an ARN. */
    public boolean isPrincipal() {
        return type.equals(AWS);
    }

    /** The 12 digits of a principal's account. */
    public String account() {
        return name.split(":", -1)[4];
    }

    boolean isRoot() {
        return isPrincipal() && name.endsWith(":root");
    }

    boolean isRole() {
        return isPrincipal() && name.split(":", 6)[5].startsWith("role/");
    }

    /**
     * The values of these keys.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Global
     *     condition keys</a>
     */
    List<String> values(String key) {
        return switch (key) {
            case "aws:principalarn" -> isPrincipal() ? List.of(name) : List.of();
            case "aws:principalaccount" ->
                isPrincipal() ? List.of(account()) : type.isEmpty() ? List.of("anonymous") : List.of();
            default -> type.isEmpty() ? List.of() : List.of(Boolean.toString(type.equals("Service")));
        };
    }
}
