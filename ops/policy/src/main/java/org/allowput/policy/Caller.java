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

        /** Sessions of a role: those of the names that are such, and another one. */
        public static List<Principal> sessions(String role, Stream<String> names) {
            String sessions = role.replace(":iam:", ":sts:").replaceFirst(":role/(.*/)?", ":assumed-role/") + "/";
            return Stream.concat(Stream.of(sessions + "session"), names.filter(name -> name.startsWith(sessions)))
                    .map(session -> new Principal(role, Optional.of(session)))
                    .toList();
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

    /** An AWS service, by its principal, such as {@code s3.amazonaws.com}. */
    record Service(String name) implements Caller {}

    /** Somebody signed in at an identity provider, by the provider's name or ARN. */
    record Federated(String provider) implements Caller {}

    /**
     * The root user of an account that is not known otherwise.
     *
     * @param id as access control lists of S3 name it
     */
    record CanonicalUser(String id) implements Caller {}

    /** Somebody who does not sign the request. */
    record Anonymous() implements Caller {}

    /** The condition keys, in lower case, that follow from the caller. */
    Set<String> KEYS = Set.of("aws:principalarn", "aws:principalaccount", "aws:principalisawsservice");

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
            case Anonymous ignored -> Map.of("aws:principalaccount", List.of("anonymous"));
            case Service ignored -> Map.of("aws:principalisawsservice", List.of("true"));
            case Federated ignored -> Map.of("aws:principalisawsservice", List.of("false"));
            case CanonicalUser ignored -> Map.of("aws:principalisawsservice", List.of("false"));
        };
    }
}
