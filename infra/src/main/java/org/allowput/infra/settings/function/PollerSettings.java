package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;

/**
 * Provisioned pollers of the queue. They scale faster than those that Lambda chooses, and cost money while they wait.
 *
 * @param minimum pollers
 * @param maximum pollers
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_ProvisionedPollerConfig.html">
 *     ProvisionedPollerConfig</a>
 */
public record PollerSettings(int minimum, int maximum) {
    /**
     * Reads them.
     *
     * @param concurrencyIsSet whether the maximum concurrency is set, which excludes provisioned pollers
     */
    public static Optional<PollerSettings> read(SettingsReader reader, boolean concurrencyIsSet) {
        Optional<Integer> minimum = reader.optional(
                "minimum",
                SettingType.integer(2, 200, "pollers").forExperts(),
                "none: Lambda chooses",
                "The least [provisioned pollers](#networks). Excludes `queue.functionConcurrency`");
        Optional<Integer> maximum = reader.optional(
                "maximum",
                SettingType.integer(2, 2000, "pollers").forExperts(),
                "none: Lambda chooses",
                "The most. Each invokes the function up to ten times at a time");
        reader.rejectUnknown();
        if (minimum.isEmpty() && maximum.isEmpty()) {
            return Optional.empty();
        }
        if (concurrencyIsSet) {
            reader.conflict("minimum", "provisioned pollers and queue.functionConcurrency", "one of them");
        }
        PollerSettings pollers = new PollerSettings(minimum.orElse(2), maximum.orElse(200));
        if (pollers.minimum() > pollers.maximum()) {
            reader.error("minimum", pollers.minimum(), "at most pollers.maximum, " + pollers.maximum());
        }
        return Optional.of(pollers);
    }
}
