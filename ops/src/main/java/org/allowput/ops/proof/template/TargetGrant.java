package org.allowput.ops.proof.template;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What account A means to grant: names, whose meaning {@code TrustProof} and {@code SessionProof} state. The proof
 * compares the policies with it.
 *
 * @param bucket name of the target bucket
 * @param kmsKeyArn the only KMS key that a put may name; empty for none
 * @param optIns {@code true} for each opt-in that is on, by its name in the settings
 * @param writeOnce {@code true} if a put must not replace an object
 * @param roles the roles that may put into the bucket
 */
public record TargetGrant(
        Text bucket, Text kmsKeyArn, Map<String, Text> optIns, Text writeOnce, List<RoleGrant> roles) {
    public static final Text ON = Text.of("true");

    private static final String ARN = "arn:aws:";
    private static final Pattern NOT_PRINTABLE_ASCII = Pattern.compile("[^ -~]+");

    public TargetGrant {
        optIns = Map.copyOf(optIns);
        roles = List.copyOf(roles);
    }

    /**
     * One role.
     *
     * @param roleName as in its property {@code RoleName}
     * @param keyPrefix below which it may put; empty for the whole bucket
     * @param trusted the accounts that may assume it
     */
    public record RoleGrant(Text roleName, Text keyPrefix, List<TrustedPrincipal> trusted) {
        public RoleGrant {
            trusted = List.copyOf(trusted);
        }

        /** The role's own ARN, in account A. */
        public Text arn() {
            return Text.of(ARN + "iam::")
                    .then(Text.ofParameter("AWS::AccountId"))
                    .then(":role/")
                    .then(roleName);
        }
    }

    /**
     * An account that may assume a role.
     *
     * @param account 12 digits
     * @param externalIds the parameters that hold the ExternalIds agreed with this account; one that is empty counts
     *     for nothing
     * @param roleNames the only roles of the account that may assume it; none, or an empty name, for any principal
     * @param organizationId the organization that the caller must belong to; empty for any
     */
    public record TrustedPrincipal(Text account, List<String> externalIds, List<Text> roleNames, Text organizationId) {
        public TrustedPrincipal {
            externalIds = List.copyOf(externalIds);
            roleNames = List.copyOf(roleNames);
        }

        public Text roleArn(Text roleName) {
            return Text.of(ARN + "iam::").then(account).then(":role/").then(roleName);
        }
    }

    /**
     * The resources below a role's key prefix, as a pattern of a policy. A policy cannot have characters beyond ASCII:
     * the nearest pattern has a wildcard in their place.
     */
    public Text objects(RoleGrant role) {
        return Text.of(ARN + "s3:::")
                .then(bucket)
                .then("/")
                .then(role.keyPrefix()
                        .map(literal -> NOT_PRINTABLE_ASCII.matcher(literal).replaceAll("*")))
                .then("*");
    }

    /** Whether an opt-in is on, in some deployment. */
    public static boolean isPossiblyOn(Text optIn) {
        return optIn.equals(ON) || optIn.literal().isEmpty();
    }

    /** Completes a claim about an opt-in that a parameter switches. */
    public static String unlessLiteral(Text optIn) {
        return optIn.literal().isPresent() ? "" : " (where " + optIn + " is true)";
    }

    /**
     * Reads the section {@code Metadata.Grant} of a template, which the CDK app writes from the settings; or the same,
     * written by somebody who expects it.
     *
     * @throws IllegalArgumentException if something is missing, or is no name
     */
    public static TargetGrant read(Map<String, Object> grant, Intrinsics intrinsics) {
        return new Reader(intrinsics).grant(grant);
    }

    private record Reader(Intrinsics intrinsics) {
        TargetGrant grant(Map<String, Object> grant) {
            Map<String, Text> optIns = new TreeMap<>();
            Template.map(grant.get("OptIns")).forEach((name, value) -> optIns.put(name, name("OptIns", value)));
            return new TargetGrant(
                    required(grant, "Bucket"),
                    name("KmsKeyArn", grant.get("KmsKeyArn")),
                    optIns,
                    name("WriteOnce", grant.get("WriteOnce")),
                    Template.list(grant.get("Roles")).stream()
                            .map(role -> role(Template.map(role)))
                            .toList());
        }

        private RoleGrant role(Map<String, Object> role) {
            return new RoleGrant(
                    required(role, "RoleName"),
                    name("KeyPrefix", role.get("KeyPrefix")),
                    Template.list(role.get("Trusted")).stream()
                            .map(trusted -> trusted(Template.map(trusted)))
                            .toList());
        }

        private TrustedPrincipal trusted(Map<String, Object> trusted) {
            Text account = required(trusted, "Account");
            if (account.literal().filter(digits -> !digits.matches("\\d{12}")).isPresent()) {
                throw wrong("Account", account.toString(), "12 digits");
            }
            return new TrustedPrincipal(
                    account,
                    Template.list(trusted.get("ExternalIds")).stream()
                            .map(String::valueOf)
                            .toList(),
                    Template.list(trusted.get("RoleNames")).stream()
                            .map(name -> name("RoleNames", name))
                            .toList(),
                    name("OrganizationId", trusted.get("OrganizationId")));
        }

        private Text required(Map<String, Object> section, String name) {
            Text text = name(name, section.get(name));
            if (text.equals(Text.EMPTY)) {
                throw wrong(name, "nothing", "the name");
            }
            return text;
        }

        /** Parameters are written as Fn::Sub writes them. */
        private Text name(String name, @Nullable Object value) {
            Text text = intrinsics.only(value instanceof String ? Map.of("Fn::Sub", value) : value, "Grant." + name);
            if (text.literal().filter(literal -> literal.matches(".*[*?$].*")).isPresent()) {
                throw wrong(name, text.toString(), "a name without the wildcards and variables of policies");
            }
            return text;
        }

        private static IllegalArgumentException wrong(String name, String seen, String expected) {
            return new IllegalArgumentException("Grant." + name + ": seen " + seen + ", expected " + expected);
        }
    }
}
