package org.allowput.ops.proof.template;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What account A means to grant: names, whose meaning {@code TrustProof} and {@code SessionProof} state. The proof
 * compares the policies with it.
 *
 * @param partition of AWS, in which account A is
 * @param bucket name of the target bucket
 * @param kmsKeyArn the only KMS key that a put may name; empty for none
 * @param optIns {@code true} for each opt-in that is on, by its name in the settings
 * @param writeOnce {@code true} if a put must not replace an object
 * @param roles the roles that may put into the bucket
 */
public record TargetGrant(
        String partition,
        Text bucket,
        Text kmsKeyArn,
        Map<String, Text> optIns,
        Text writeOnce,
        List<RoleGrant> roles) {
    public static final Text ON = Text.of("true");

    private static final Set<String> OPT_INS = Set.of("replicateDeletes", "replicateTags");
    private static final Pattern PARAMETER = Pattern.compile("\\$\\(([\\w.]+)\\)");
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
    }

    /**
     * An account that may assume a role.
     *
     * @param account 12 digits
     * @param externalIds the parameters that hold the ExternalIds agreed with this account; one that is empty counts
     *     for nothing
     * @param roleNames the only roles of the account that may assume it; none, or an empty name, for any principal
     * @param organizationId the organization that the caller must belong to; empty for any
     * @param mfa {@code true} if the caller must have multi-factor authentication
     */
    public record TrustedPrincipal(
            Text account, List<String> externalIds, List<Text> roleNames, Text organizationId, Text mfa) {
        public TrustedPrincipal {
            externalIds = List.copyOf(externalIds);
            roleNames = List.copyOf(roleNames);
        }
    }

    /** The ARN of a role of a trusted account. */
    public Text roleArn(TrustedPrincipal trusted, Text roleName) {
        return Text.of("arn:" + partition + ":iam::")
                .then(trusted.account())
                .then(":role/")
                .then(roleName);
    }

    /**
     * The resources below a role's key prefix, as a pattern of a policy. A policy cannot have characters beyond ASCII:
     * the nearest pattern has a wildcard in their place.
     */
    public Text objects(RoleGrant role) {
        return arn(bucket)
                .then("/")
                .then(role.keyPrefix()
                        .map(literal -> NOT_PRINTABLE_ASCII.matcher(literal).replaceAll("*")))
                .then("*");
    }

    /** The ARN of a bucket. */
    public Text arn(Text name) {
        return Text.of("arn:" + partition + ":s3:::").then(name);
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

    /** Reads what a section {@code Grant} names, of either account. */
    record Reader(Intrinsics intrinsics) {
        TargetGrant grant(Map<String, Object> grant) {
            Template.refuseOthers("Grant", grant, Set.of("Bucket", "KmsKeyArn", "OptIns", "WriteOnce", "Roles"));
            Template.refuseOthers("Grant.OptIns", object(grant, "OptIns"), OPT_INS);
            Map<String, Text> optIns = new TreeMap<>();
            object(grant, "OptIns").forEach((name, value) -> optIns.put(name, text("OptIns", value)));
            return new TargetGrant(
                    intrinsics.parameters().values().getOrDefault("AWS::Partition", "aws"),
                    required(grant, "Bucket"),
                    name(grant, "KmsKeyArn"),
                    optIns,
                    name(grant, "WriteOnce"),
                    some(grant, "Roles").stream()
                            .map(role -> role(Template.object(role, "Grant.Roles")))
                            .toList());
        }

        private static Map<String, Object> object(Map<String, Object> section, String name) {
            return Template.object(section.getOrDefault(name, Map.of()), "Grant." + name);
        }

        /** A grant to nobody would prove anything. */
        private static List<Object> some(Map<String, Object> section, String name) {
            List<Object> all = Template.list(section.get(name));
            if (all.isEmpty()) {
                throw wrong(name, "nothing", "at least one");
            }
            return all;
        }

        private RoleGrant role(Map<String, Object> role) {
            Template.refuseOthers("Grant.Roles", role, Set.of("RoleName", "KeyPrefix", "Trusted"));
            return new RoleGrant(
                    required(role, "RoleName"),
                    name(role, "KeyPrefix"),
                    some(role, "Trusted").stream()
                            .map(trusted -> trusted(Template.object(trusted, "Grant.Trusted")))
                            .toList());
        }

        private TrustedPrincipal trusted(Map<String, Object> trusted) {
            Template.refuseOthers(
                    "Grant.Trusted",
                    trusted,
                    Set.of("Account", "ExternalIds", "RoleNames", "OrganizationId", "RequireMfa"));
            Text account = required(trusted, "Account");
            if (account.literal().filter(digits -> !digits.matches("\\d{12}")).isPresent()) {
                throw wrong("Account", account.toString(), "12 digits");
            }
            return new TrustedPrincipal(
                    account,
                    some(trusted, "ExternalIds").stream()
                            .map(String::valueOf)
                            .map(this::parameter)
                            .toList(),
                    names(trusted, "RoleNames"),
                    name(trusted, "OrganizationId"),
                    name(trusted, "RequireMfa"));
        }

        private String parameter(String name) {
            if (!intrinsics.parameters().names().contains(name)) {
                throw wrong("ExternalIds", name, "the name of a parameter of the template");
            }
            return name;
        }

        Text required(Map<String, Object> section, String name) {
            Text text = name(section, name);
            if (text.equals(Text.EMPTY)) {
                throw wrong(name, "nothing", "the name");
            }
            return text;
        }

        /** Empty if there is none. */
        Text name(Map<String, Object> section, String name) {
            return text(name, section.get(name));
        }

        List<Text> names(Map<String, Object> section, String name) {
            return Template.list(section.get(name)).stream()
                    .map(each -> text(name, each))
                    .toList();
        }

        private Text text(String name, @Nullable Object value) {
            Text text = value instanceof String names ? withParameters(names) : intrinsics.only(value, "Grant." + name);
            if (text.literal()
                    .filter(literal -> literal.matches("(?s).*[*?$].*"))
                    .isPresent()) {
                throw wrong(name, text.toString(), "a name without the wildcards and variables of policies");
            }
            return text;
        }

        /** {@code $(Name)} is a parameter. No name has a {@code $}. */
        private Text withParameters(String names) {
            Text text = Text.EMPTY;
            int end = 0;
            for (MatchResult parameter : PARAMETER.matcher(names).results().toList()) {
                text = text.then(names.substring(end, parameter.start()))
                        .then(intrinsics.only(Map.of("Ref", parameter.group(1)), "Grant"));
                end = parameter.end();
            }
            return text.then(names.substring(end));
        }

        private static IllegalArgumentException wrong(String name, String seen, String expected) {
            return new IllegalArgumentException("Grant." + name + ": seen " + seen + ", expected " + expected);
        }
    }
}
