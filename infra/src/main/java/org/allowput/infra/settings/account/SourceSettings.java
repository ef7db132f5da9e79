package org.allowput.infra.settings.account;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.Values;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.Caller;
import org.allowput.infra.settings.value.Region;
import org.allowput.infra.settings.value.ResourceArn;

/** Account B's side. */
public final class SourceSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("source");

    public static final TrustedAccount.Declarations TRUSTED = TrustedAccount.declare(
            GROUP.setting("account", AccountId.TYPE).variable(FunctionVariable.SOURCE_ACCOUNT),
            "Account B, which the role in account A trusts",
            "The name of the function's role, with `-large-objects` also that of the workflow's. "
                    + "Only these two may assume A's role (`aws:PrincipalArn`)",
            "The [organization](security.md#organizations) that the account must belong to (`aws:PrincipalOrgID`)",
            "The prefix of the keys that account B [may write](#several-source-accounts)",
            "The role requires MFA, which the function lacks: [people](security.md#people)");

    public static final Setting<AccountId> ACCOUNT = TRUSTED.account();
    public static final Setting<Region> REGION = GROUP.setting("region", Region.TYPE)
            .byDefault(
                    new Region("us-east-1"),
                    "The Region of the source bucket, the queue and the function; in the target's partition");
    public static final BucketSettings BUCKET = BucketSettings.of(
            GROUP,
            FunctionVariable.SOURCE_BUCKET,
            new BucketSettings.Default("source", ACCOUNT, REGION),
            "The source bucket");
    /** Then other deployments may put objects into the bucket, under keys that this deployment does not copy. */
    public static final Setting<Boolean> BUCKET_IS_TARGET_TOO = GROUP.setting("bucketIsTargetToo", SettingType.bool())
            .forExperts()
            .byDefault(
                    false,
                    "Other deployments put into this bucket, below other prefixes than "
                            + "those of `keys.include`: [loops](#loops)");

    public static final Setting<Boolean> BUCKET_SHARED = GROUP.setting("bucketShared", SettingType.bool())
            .forExperts()
            .byDefault(
                    false,
                    "Another deployment copies from this bucket and claims it. Set it in all but one: "
                            + "[several targets](#one-source-several-targets)");
    public static final Setting<Optional<String>> KMS_KEY = GROUP.setting("kmsKeyArn", ResourceArn.KEY_TYPE)
            .optional("none: SSE-S3", "Encrypts the source objects. The function may decrypt with it");
    public static final Setting<Optional<RequiredTag>> REQUIRED_TAG = GROUP.setting(
                    "requiredTag",
                    SettingType.ofText(
                            "NAME=VALUE", RequiredTag.EXPECTED, RequiredTag.ASCII_PATTERN, RequiredTag::parse))
            .optional("none: all objects", "Copies only objects with this tag: [cleared objects](#cleared-objects)");
    private static final Setting<List<Caller>> CALLERS = GROUP.setting("callers", Caller.LIST_TYPE)
            .byDefault(
                    others -> List.of(),
                    "none",
                    "These [principals](security.md#people) may assume the role, too: `[\"role/Uploader\"]`");
    public static final Setting<Optional<String>> BOUNDARY = GROUP.setting(
                    "permissionsBoundaryArn", ResourceArn.POLICY_TYPE)
            .optional("none", "The permissions boundary of every role of account B's stack");
    /**
     * A published version of a function keeps its environment, and CloudFormation publishes another version only if the
     * template changes; the value of a parameter is not in the template. This number is, so that incrementing it
     * publishes a version with a new ExternalId.
     */
    public static final Setting<Integer> EXTERNAL_ID_REVISION = GROUP.setting(
                    "externalIdRevision", SettingType.integer(1, 1_000_000, ""))
            .byDefault(1, "Increment it when the [ExternalId changes](#changing-the-externalid)");

    private SourceSettings() {}

    /** The principals of account B that may assume the role besides the functions, each once. */
    public static List<Caller> callers(Values values) {
        return values.get(CALLERS).stream().distinct().toList();
    }
}
