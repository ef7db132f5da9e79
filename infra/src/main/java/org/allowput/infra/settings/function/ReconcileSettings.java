package org.allowput.infra.settings.function;

import java.util.Optional;
import java.util.regex.Pattern;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;

/**
 * The comparison of bin/reconcile as a function on a schedule.
 *
 * @param schedule when it runs, as EventBridge Scheduler takes it; empty for never
 * @param requeue whether it sends a message for each object that is missing or stale
 * @param grace minutes that a copy may take before its object counts as missing or stale
 */
public record ReconcileSettings(Optional<String> schedule, boolean requeue, int grace) {
    /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
    private static final Pattern EXPRESSION =
            Pattern.compile("rate\\([1-9]\\d{0,4} (minute|hour|day)s?\\)|cron\\([0-9A-Z*?,/#LW -]{11,200}\\)");

    private static final SettingType<String> SCHEDULE =
            SettingType.string("rate(1 day), cron(0 3 * * ? *) or the like", text -> {
                SettingType.require(EXPRESSION.matcher(text).matches(), "rate(1 day), cron(0 3 * * ? *) or the like");
                return text;
            });

    public static ReconcileSettings read(SettingsReader reader) {
        ReconcileSettings reconcile = new ReconcileSettings(
                reader.optional(
                        "schedule",
                        SCHEDULE,
                        "none: only `bin/reconcile`",
                        "When a function [compares](commands.md#scheduled-comparison) the source bucket with "
                                + "the receipts, in UTC"),
                reader.value(
                        "requeue",
                        SettingType.bool(),
                        false,
                        "It sends a message for each missing or stale object. Adds `SendToQueue` and "
                                + "`ReadDeadLetters` to it"),
                reader.value(
                        "graceMinutes",
                        SettingType.integer(0, 10_080, "minutes").forExperts(),
                        120,
                        "Objects that changed more recently are neither missing nor stale"));
        reader.rejectUnknown();
        return reconcile;
    }
}
