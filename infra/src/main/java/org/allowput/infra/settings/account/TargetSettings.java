package org.allowput.infra.settings.account;

import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.TargetGrant;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.Values;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.DeploymentName;
import org.allowput.infra.settings.value.Region;
import org.allowput.infra.settings.value.ResourceArn;
import org.allowput.infra.settings.value.RoleName;

/** Account A's side. */
public final class TargetSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("target");

    /** {@link GrantSetting} takes it apart before the others are read. */
    static final Setting<Optional<TargetGrant>> GRANT = GROUP.setting("grant", GrantSetting.TYPE)
            .optional(
                    "none",
                    "For account B: the output `TargetGrant` of account A's stack, in the place of [its "
                            + "values](deploy.md#account-a-with-one-template)");

    public static final Setting<AccountId> ACCOUNT = GROUP.setting("account", AccountId.TYPE)
            .variable(FunctionVariable.TARGET_ACCOUNT)
            .required(AccountId.PLACEHOLDER, "Account A, which owns the target bucket");
    public static final Setting<Region> REGION = GROUP.setting("region", Region.TYPE)
            .variable(FunctionVariable.TARGET_REGION)
            .byDefault(new Region("us-east-1"), "The Region of the target bucket");
    public static final BucketSettings BUCKET = BucketSettings.of(
            GROUP,
            FunctionVariable.TARGET_BUCKET,
            new BucketSettings.Default("target", ACCOUNT, REGION),
            "The target bucket. Another name creates another bucket, and keeps the old one");
    public static final Setting<Boolean> BUCKET_SHARED = GROUP.setting("bucketShared", SettingType.bool())
            .forExperts()
            .byDefault(
                    false,
                    "Another deployment of this account and Region puts into this bucket and claims it. "
                            + "Set it in all but one, with `target.bucketExists`");
    public static final Setting<Boolean> WRITE_ONCE = GROUP.setting("writeOnce", SettingType.bool())
            .variable(FunctionVariable.WRITE_ONCE)
            .byDefault(
                    false,
                    "The first content stays, and an overwrite at the source is not copied: [write "
                            + "once](guarantees.md#write-once)");
    public static final Setting<RoleName> ROLE = GROUP.setting("roleName", RoleName.PREFIX_TYPE)
            .byDefault(
                    TargetSettings::defaultRole,
                    "`AllowPutToS3`; with a `name`: `AllowPutToS3-<name>-<region>`",
                    "The role that the trusted accounts assume");
    public static final Setting<Optional<String>> KMS_KEY = GROUP.setting("kmsKeyArn", ResourceArn.KEY_TYPE)
            .variable(FunctionVariable.TARGET_KMS_KEY_ARN)
            .optional(
                    "none: SSE-S3",
                    "Encrypts the copies. Adds the statement `UseTargetKey`. The key policy must delegate "
                            + "access to IAM policies, as the default one does");
    public static final Setting<Optional<String>> BOUNDARY = GROUP.setting(
                    "permissionsBoundaryArn", ResourceArn.POLICY_TYPE)
            .optional("none", "The permissions boundary of every role of account A's stack");

    private TargetSettings() {}

    /** Roles are global in an account: a deployment with a name can have the same one in each Region. */
    private static RoleName defaultRole(Values values) {
        DeploymentName name = values.get(DeploymentSettings.NAME);
        String role = name.appendedTo("AllowPutToS3");
        return new RoleName(name.isDefault() ? role : role + "-" + values.get(REGION));
    }
}
