package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.infra.settings.reading.SettingsReader;
import org.allowput.infra.settings.value.ResourceArn;

/**
 * Customer managed KMS keys for what account B's stack stores besides objects.
 *
 * @param queueKey the ARN of the key of both queues; empty for a key of SQS
 * @param logKey the ARN of the key of the function's log; empty for a key of CloudWatch Logs
 * @param environmentKey the ARN of the key of the function's environment variables; empty for a key of Lambda
 */
public record EncryptionSettings(Optional<String> queueKey, Optional<String> logKey, Optional<String> environmentKey) {
    public static EncryptionSettings read(SettingsReader reader) {
        EncryptionSettings encryption = new EncryptionSettings(
                key(reader, "queueKeyArn", "SQS", "both queues"),
                key(reader, "logKeyArn", "CloudWatch Logs", "the function's log"),
                key(reader, "environmentKeyArn", "Lambda", "the function's environment variables"));
        reader.rejectUnknown();
        return encryption;
    }

    private static Optional<String> key(SettingsReader reader, String name, String service, String what) {
        return reader.optional(
                name,
                ResourceArn.KEY_TYPE,
                "none: a key of " + service,
                "The [KMS key](#customer-managed-keys) of " + what);
    }
}
