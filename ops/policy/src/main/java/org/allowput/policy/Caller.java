package org.allowput.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who sends a request.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principals</a>
 */
public sealed interface Caller {
    /** The condition keys, in lower case, that follow from the caller. */
    Set<String> KEYS = Set.of("aws:principalarn", "aws:principalaccount", "aws:principalisawsservice");

    /**
     * A user, a session of a role, a federated user, or an account's root user.
     *
     * @param arn of the user or role, as in {@code aws:PrincipalArn}; a role's with its path
     * @param sessionArn of the session of a role, as {@code arn:aws:sts::…:assumed-role/NAME/SESSION}; empty for a
     *     user, and where the session does not matter
     */
    record Principal(String arn, Optional<String> sessionArn) implements Caller {
        public Principal {
            if (!arn.matches("arn:[a-z-]+:(iam|sts)::\\d{12}:.+")) {
                throw new PolicyException("the ARN of a user, a role, a federated user or the root user", arn);
            }
        }

        /** One whose session does not matter. */
        public static Principal of(String arn) {
            return new Principal(arn, Optional.empty());
        }

        /** If it is a role, its sessions: those of the names that are such, and another one. */
        public Stream<Principal> sessions(Stream<String> names) {
            String sessions = arn.replace(":iam:", ":sts:").replaceFirst(":role/(.*/)?", ":assumed-role/") + "/";
            return isRole()
                    ? Stream.concat(Stream.of(sessions + "session"), names.filter(name -> name.startsWith(sessions)))
                            .map(session -> new Principal(arn, Optional.of(session)))
                    : Stream.of(this);
        }

        /** The 12 digits of its account. */
        public String account() {
            return arn.split(":", -1)[4];
        }

        boolean isRoot() {
            return arn.endsWith(":root");
        }

        boolean isRole() {
            return arn.split(":", 6)[5].startsWith("role/");
        }
    }

    /**
     * Anybody else.
     *
     * @param type as {@code Principal} has it: {@code Service}, {@code Federated}, or {@code CanonicalUser} for the
     *     root user of an account that is not known otherwise
     * @param name such as {@code s3.amazonaws.com}, the identity provider at which somebody signed in, or the id in
     *     access control lists of S3
     */
    record Other(String type, String name) implements Caller {
        /** Somebody who does not sign the request. */
        public static final Other ANONYMOUS = new Other("", "");
    }

    /**
     * The values of these keys.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Global
     *     condition keys</a>
     */
    default Map<String, List<String>> keys() {
        return switch (this) {
            case Principal principal ->
                Map.of(
                        "aws:principalarn",
                        List.of(principal.arn()),
                        "aws:principalaccount",
                        List.of(principal.account()),
                        "aws:principalisawsservice",
                        List.of("false"));
            case Other(String type, String ignored)
            when type.isEmpty() -> Map.of("aws:principalaccount", List.of("anonymous"));
            case Other(String type, String ignored) ->
                Map.of("aws:principalisawsservice", List.of(Boolean.toString(type.equals("Service"))));
        };
    }
}
