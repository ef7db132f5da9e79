package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.value.ResourceArn;

/** The customer managed KMS key for what account B's stack stores besides objects. */
public final class EncryptionSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("encryption");
    public static final Setting<Optional<String>> KMS_KEY = GROUP.setting("kmsKeyArn", ResourceArn.KEY_TYPE)
            .optional(
                    "none: keys of SQS, CloudWatch Logs and Lambda",
                    "The [KMS key](#customer-managed-key) of the queues, and of the functions' logs and environment"
                            + " variables");

    private EncryptionSettings() {}
}
