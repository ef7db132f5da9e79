package org.allowput.infra.settings.function;

import java.util.Optional;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;

/** The comparison of bin/reconcile as a function on a schedule. */
public final class ReconcileSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("reconcile");

    /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
    public static final Setting<Optional<String>> SCHEDULE = GROUP.setting(
                    "schedule",
                    SettingType.matching(
                            "rate\\([1-9]\\d{0,4} (minute|hour|day)s?\\)|cron\\([0-9A-Z*?,/#LW -]{11,200}\\)",
                            "rate(1 day), cron(0 3 * * ? *) or the like"))
            .optional(
                    "none: only `bin/reconcile`",
                    "When a function [compares](commands.md#scheduled-comparison) the source bucket with the receipts,"
                            + " in UTC");

    public static final Setting<Boolean> REQUEUE = GROUP.flag(
            "requeue",
            "It sends a message for each missing or stale object. Adds `SendToQueue` and `ReadDeadLetters` to it");

    private ReconcileSettings() {}
}
