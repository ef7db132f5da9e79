package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.value.ResourceArn;

/** Customer managed KMS keys for what account B's stack stores besides objects. */
public final class EncryptionSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("encryption");
    public static final Setting<Optional<String>> QUEUE_KEY = key("queueKeyArn", "SQS", "both queues");
    public static final Setting<Optional<String>> LOG_KEY = key("logKeyArn", "CloudWatch Logs", "the function's log");
    public static final Setting<Optional<String>> ENVIRONMENT_KEY =
            key("environmentKeyArn", "Lambda", "the function's environment variables");

    private EncryptionSettings() {}

    private static Setting<Optional<String>> key(String name, String service, String what) {
        return GROUP.setting(name, ResourceArn.KEY_TYPE)
                .optional("none: a key of " + service, "The [KMS key](#customer-managed-keys) of " + what);
    }
}
