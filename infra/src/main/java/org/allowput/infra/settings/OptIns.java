package org.allowput.infra.settings;

import java.util.List;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;

/** Permissions of the role beyond putting objects, each as one named statement, and options of its sessions. */
public final class OptIns {
    public static final SettingsGroup GROUP = new SettingsGroup("optIns");

    public static final Setting<Boolean> REPLICATE_TAGS = GROUP.setting("replicateTags", SettingType.bool())
            .variable(FunctionVariable.REPLICATE_TAGS)
            .byDefault(
                    false,
                    "Copies tags, and copies again when they change. Adds `ReplicateTags` "
                            + "(`s3:PutObjectTagging`) in account A");
    public static final Setting<Boolean> REPLICATE_DELETES = GROUP.setting("replicateDeletes", SettingType.bool())
            .variable(FunctionVariable.REPLICATE_DELETES)
            .byDefault(
                    false,
                    "Deletes the copy of an object that is deleted, or expires by a lifecycle rule. Adds "
                            + "`ReplicateDeletes` (`s3:DeleteObject`) in account A");
    public static final Setting<Boolean> ABORT_UPLOADS = GROUP.flag(
            "abortUploads",
            "Aborts a failed multipart upload immediately. Otherwise the bucket's lifecycle rule aborts it after "
                    + LargeObjectSettings.KEPT + ". Adds `AbortUploads` (`s3:AbortMultipartUpload`) in account A");
    public static final Setting<Boolean> SOURCE_IDENTITY = GROUP.setting("sourceIdentity", SettingType.bool())
            .variable(FunctionVariable.SET_SOURCE_IDENTITY)
            .byDefault(
                    false,
                    "Sets the function's name as the [source"
                        + " identity](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html)"
                        + " of its [sessions](#sessions). Adds `SetSourceIdentity…` (`sts:SetSourceIdentity`) to the"
                        + " trust policy and the function");
    public static final Setting<Boolean> NARROW_SESSIONS = GROUP.setting("narrowSessions", SettingType.bool())
            .variable(FunctionVariable.NARROW_SESSIONS)
            .forExperts()
            .byDefault(
                    false, "Assumes the role per invocation, with a policy for its keys only: [sessions](#sessions)");

    /** What account A permits, too. */
    public static final List<Setting<Boolean>> OF_BOTH =
            List.of(REPLICATE_TAGS, REPLICATE_DELETES, ABORT_UPLOADS, SOURCE_IDENTITY);

    private OptIns() {}
}
