package org.allowput.infra.settings;

import java.util.List;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;

/** Permissions of the role beyond putting objects, each as one named statement. */
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

    /** What account A permits, too. */
    public static final List<Setting<Boolean>> OF_BOTH = List.of(REPLICATE_TAGS, REPLICATE_DELETES);

    private OptIns() {}
}
