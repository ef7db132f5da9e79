package org.allowput.ops.plan.model;

import static org.allowput.ops.plan.model.PlannedSetting.BATCH_SIZE;
import static org.allowput.ops.plan.model.PlannedSetting.FUNCTION_CONCURRENCY;
import static org.allowput.ops.plan.model.PlannedSetting.MEMORY;
import static org.allowput.ops.plan.model.PlannedSetting.RESERVED_CONCURRENCY;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.allowput.ops.plan.price.Price;

/** The settings of a deployment, as far as they matter here. Those that are not given have their defaults. */
public record PlannedSettings(Map<PlannedSetting, String> given) {
    private static final Map<PlannedSetting, String> WORDS =
            Map.of(PlannedSetting.TRIGGER, "sqs|s3|eventbridge", PlannedSetting.ARCHITECTURE, "arm64|x86_64");
    private static final Set<PlannedSetting> TEXTS = Set.of(
            PlannedSetting.SOURCE_REGION,
            PlannedSetting.TARGET_REGION,
            PlannedSetting.REQUIRED_TAG,
            PlannedSetting.DELIVER_RECEIPTS,
            PlannedSetting.SCHEDULE);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a value is not what its setting expects
     */
    public PlannedSettings {
        given = Map.copyOf(given);
        given.forEach((setting, value) -> {
            String expected = WORDS.containsKey(setting)
                    ? WORDS.getOrDefault(setting, "")
                    : setting.byDefault().matches("true|false") ? "true|false" : "[1-9]\\d{0,9}";
            if (!TEXTS.contains(setting) && !value.matches(expected)) {
                throw new IllegalArgumentException("seen '" + value + "' for " + setting.path() + ", expected "
                        + (expected.startsWith("[") ? "a whole number above 0" : expected.replace("|", " or ")));
            }
        });
    }

    /** The value, or the default; empty for none. */
    public String get(PlannedSetting setting) {
        return given.getOrDefault(setting, setting.byDefault());
    }

    int number(PlannedSetting setting) {
        return Integer.parseInt(get(setting));
    }

    boolean is(PlannedSetting setting) {
        return get(setting).equals("true");
    }

    /** The same with other values. */
    PlannedSettings with(Map<PlannedSetting, String> others) {
        Map<PlannedSetting, String> all = new EnumMap<>(PlannedSetting.class);
        all.putAll(given);
        all.putAll(others);
        return new PlannedSettings(all);
    }

    /** For objects that have the required tag already: their tags are read, and none waits. */
    PlannedSettings cleared() {
        return get(PlannedSetting.REQUIRED_TAG).isEmpty()
                ? this
                : with(Map.of(PlannedSetting.REQUIRED_TAG, "", PlannedSetting.REPLICATE_TAGS, "true"));
    }

    /** Messages in a full batch: with the trigger s3 there is one event in each invocation. */
    public int batch() {
        return hasQueue() ? number(BATCH_SIZE) : 1;
    }

    /** Seconds to wait for a full batch. */
    int batchWindow() {
        return number(BATCH_SIZE) > 10 ? 1 : 0;
    }

    boolean hasQueue() {
        return !get(PlannedSetting.TRIGGER).equals("s3");
    }

    /** Invocations at a time; without a limit of their own, as many as the account has. */
    double concurrency(double ofAccount) {
        double reserved = get(RESERVED_CONCURRENCY).isEmpty() ? ofAccount : number(RESERVED_CONCURRENCY);
        return hasQueue() ? Math.min(number(FUNCTION_CONCURRENCY), reserved) : reserved;
    }

    /** What the function's run time costs, in US dollars. */
    double costOf(double seconds) {
        Price price = get(PlannedSetting.ARCHITECTURE).equals("arm64") ? Price.GB_SECOND : Price.GB_SECOND_X86;
        return price.of(seconds * number(MEMORY) / 1024);
    }
}
