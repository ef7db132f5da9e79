package org.allowput.infra.settings.section;

import java.util.Optional;

/**
 * The comparison of bin/reconcile as a function on a schedule.
 *
 * @param schedule as EventBridge Scheduler has it; absent without the function
 * @param requeue whether it sends a message for each missing or stale object
 */
public record ReconcileSettings(Optional<String> schedule, boolean requeue) {}
