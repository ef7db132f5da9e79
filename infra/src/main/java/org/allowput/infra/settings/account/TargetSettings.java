package org.allowput.infra.settings.account;

import java.util.Optional;
import org.allowput.contract.TargetGrant;
import org.allowput.infra.settings.reading.DefaultValue;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.DeploymentName;
import org.allowput.infra.settings.value.Region;
import org.allowput.infra.settings.value.ResourceArn;
import org.allowput.infra.settings.value.RoleName;

/**
 * Account A's side.
 *
 * @param account the account that owns the stack
 * @param region the Region of its bucket
 * @param bucket the target bucket
 * @param bucketExists whether the bucket exists already, so that the stack does not change it
 * @param bucketShared whether another deployment of the account and Region puts objects into the bucket, too, and
 *     claims it
 * @param role the role that the trusted accounts assume
 * @param rolePerAccount whether each trusted account has its own role, whose name is this one's with the account
 *     appended
 * @param trustPolicyQuota the maximum size of a trust policy in account A, in characters without white space
 * @param versioning of a bucket that the stack creates
 * @param writeOnce whether a put must create an object, and cannot replace one
 * @param kmsKey the ARN of the key that encrypts the copies; empty for SSE-S3
 * @param accessLogs the bucket for the access log of a bucket that the stack creates
 * @param boundary the ARN of the permissions boundary of every role of the stack
 * @param alarms what account A watches by itself
 * @param confirm jobs that compute checksums of the copies
 */
public record TargetSettings(
        AccountId account,
        Region region,
        BucketName bucket,
        boolean bucketExists,
        boolean bucketShared,
        RoleName role,
        boolean rolePerAccount,
        int trustPolicyQuota,
        Versioning versioning,
        boolean writeOnce,
        Optional<String> kmsKey,
        Optional<BucketName> accessLogs,
        Optional<String> boundary,
        TargetAlarmSettings alarms,
        JobSettings confirm) {
    public static TargetSettings read(SettingsReader reader, DeploymentName name, DefaultBuckets buckets) {
        Optional<TargetGrant> unused = reader.optional(
                "grant",
                GrantSetting.TYPE,
                "none",
                "For account B: the output `TargetGrant` of account A's stack, in the place of [its "
                        + "values](deploy.md#account-a-with-one-template)");
        AccountId account = reader.required(
                "account", AccountId.TYPE, AccountId.PLACEHOLDER, "Account A, which owns the target bucket");
        Region region = reader.value("region", Region.TYPE, new Region("us-east-1"), "The Region of the target bucket");
        BucketName bucket = buckets.read(
                reader,
                "target",
                account,
                region,
                "",
                true,
                "The target bucket. Another name creates another bucket, and keeps the old one");
        boolean exists =
                reader.value("bucketExists", SettingType.bool(), false, "The bucket [exists](#existing-buckets)");
        boolean shared = reader.value(
                "bucketShared",
                SettingType.bool().forExperts(),
                false,
                "Another deployment of this account and Region puts into this bucket and claims it. "
                        + "Set it in all but one, with `target.bucketExists`");
        Versioning versioning = Versioning.read(reader);
        boolean writeOnce = reader.value(
                "writeOnce",
                SettingType.bool(),
                false,
                "The first content stays, and an overwrite at the source is not copied: [write "
                        + "once](guarantees.md#write-once)");
        RoleName role = reader.value(
                "roleName",
                RoleName.PREFIX_TYPE,
                new DefaultValue<>(
                        defaultRole(name, region), "`AllowPutToS3`; with a `name`: `AllowPutToS3-<name>-<region>`"),
                "The role that the trusted accounts assume");
        boolean rolePerAccount = reader.value(
                "rolePerAccount",
                SettingType.bool(),
                false,
                "One role per [trusted account](#several-source-accounts), `<roleName>-<account>`");
        int trustPolicyQuota = reader.value(
                "trustPolicyQuota",
                SettingType.integer(2048, 8192, "characters").forExperts(),
                2048,
                "Account A's quota [*Role trust policy"
                    + " length*](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). Change"
                    + " it after AWS [increased it](#several-source-accounts)");
        Optional<String> key = reader.optional(
                "kmsKeyArn",
                ResourceArn.KEY_TYPE,
                "none: SSE-S3",
                "Encrypts the copies. Adds the statement `UseTargetKey`. The key policy must delegate "
                        + "access to IAM policies, as the default one does");
        Optional<BucketName> accessLogs = reader.optional(
                "accessLogBucket",
                BucketName.TYPE,
                "none",
                "The bucket for the access log of a bucket that the stack creates. It is in the same account and"
                    + " Region, and [lets S3 "
                    + "write](https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html)");
        Optional<String> boundary = reader.optional(
                "permissionsBoundaryArn",
                ResourceArn.POLICY_TYPE,
                "none",
                "The permissions boundary of every role of account A's stack");
        TargetAlarmSettings alarms = TargetAlarmSettings.read(reader.object("alarms"));
        JobSettings confirm = JobSettings.readConfirm(reader.object("confirm"), buckets, account, region);
        reader.rejectUnknown();
        return new TargetSettings(
                account,
                region,
                bucket,
                exists,
                shared,
                role,
                rolePerAccount,
                trustPolicyQuota,
                versioning,
                writeOnce,
                key,
                accessLogs,
                boundary,
                alarms,
                confirm);
    }

    /** Roles are global in an account: a deployment with a name can have the same one in each Region. */
    private static RoleName defaultRole(DeploymentName name, Region region) {
        String role = name.appendedTo("AllowPutToS3");
        return new RoleName(name.isDefault() ? role : role + "-" + region);
    }
}
