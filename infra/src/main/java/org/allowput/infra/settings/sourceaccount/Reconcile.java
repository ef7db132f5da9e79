package org.allowput.infra.settings.sourceaccount;

import java.util.Optional;

/** The comparison of bin/reconcile as a function on a schedule, if there is one. */
public record Reconcile(Optional<String> schedule, boolean requeue) {}
