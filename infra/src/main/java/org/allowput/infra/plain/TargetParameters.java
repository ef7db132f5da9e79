package org.allowput.infra.plain;

import static org.allowput.infra.plain.PlainParameter.flag;
import static org.allowput.infra.plain.PlainParameter.optional;
import static org.allowput.infra.plain.PlainParameter.required;
import static org.allowput.infra.plain.PlainParameter.setting;
import static org.allowput.infra.plain.PlainParameter.value;
import static org.allowput.infra.plain.PlainParameter.withDefault;
import static org.allowput.infra.plain.PlainParameter.words;

import java.util.List;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.infra.settings.value.RoleName;

/** The parameters of account A's template. */
final class TargetParameters {
    /** With {@code -large-objects} a name of at most 64 characters, which IAM allows. */
    static final String ROLE = RoleName.pattern(50);

    /**
     * No characters with a meaning in IAM policies, JSON or the grant, and no apostrophe, which ends a word in a shell.
     */
    static final String PREFIX = "[ !#%-&(-)+->@-\\[\\]-{}~]{0,512}";

    static final String NAMESPACE =
            "Nobody else can take a name that ends with the account, the Region and -an: name-ACCOUNT-REGION-an";

    static final List<PlainParameter> ALL = List.of(
            required("SourceAccount", setting("source.account"), "Account B, which the role trusts"),
            required("BucketName", setting("target.bucketName"), "The target bucket. " + NAMESPACE),
            flag(
                    "CreateBucket",
                    true,
                    "target.bucketExists",
                    "false if the bucket exists already. The stack then does not change it"),
            withDefault(
                            "RoleName",
                            "AllowPutToS3",
                            ROLE,
                            "The role that account B assumes. Its name is unique in the account, in all Regions")
                    .of("target.roleName"),
            withDefault("KeyPrefix", "", PREFIX, "How all keys begin that account B may write. Empty for any key")
                    .of("source.keyPrefix"),
            optional(
                            "SourceRoleName",
                            setting("source.roleName"),
                            "The only role of account B that may assume the role. Empty for any role that B allows"
                                    + " to")
                    .matching("|" + ROLE),
            optional(
                    "OrganizationId",
                    setting("source.organizationId"),
                    "The organization that account B must belong to. Empty for any, or none"),
            flag(
                    "RequireMfa",
                    false,
                    "source.requireMfa",
                    "true for a role of people: only with MFA can it be assumed, and not by the function"),
            optional("KmsKeyArn", setting("target.kmsKeyArn"), "The KMS key of the copies. Empty for SSE-S3"),
            optional(
                            "DeliveriesPrefix",
                            setting("receipts.deliverTo"),
                            "Below this prefix, which begins with KeyPrefix and ends with /, account B may add"
                                    + " receipts, and not change them. Empty for none")
                    .matching("|" + PREFIX + "/"),
            optional(
                    "PermissionsBoundaryArn",
                    setting("target.permissionsBoundaryArn"),
                    "The permissions boundary of the role. Empty for none"),
            words(
                    "ReplicateDeletes",
                    ReplicatedDeletions.names(),
                    "optIns.replicateDeletes",
                    "Let account B delete the copy of an object that is deleted, or also of one that expires"),
            flag("ReplicateTags", false, "optIns.replicateTags", "Let account B copy tags"),
            flag(
                    "WriteOnce",
                    false,
                    "target.writeOnce",
                    "Let account B write each object once, and never over another"),
            flag(
                    "ClaimBucket",
                    true,
                    "target.bucketShared",
                    "false if another stack of this account and Region puts objects into the bucket, too"),
            required(
                    "AlarmEmail",
                    setting("target.alarms.email"),
                    "The email address that alarms notify, which has to confirm a link; or none: no alarms"),
            value("QuietHours", setting("target.alarms.quietHours"), "An alarm when nothing arrives for so many hours")
                    .matching("[1-9][0-9]?|1[0-5][0-9]|16[0-8]"),
            optional(
                    "AlarmCallers",
                    setting("target.alarms.callers"),
                    "The functions of account B as CloudTrail names them, separated by commas: an alarm when"
                            + " another principal assumes the role. Empty for none"));

    private TargetParameters() {}
}
