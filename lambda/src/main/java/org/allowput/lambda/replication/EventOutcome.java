package org.allowput.lambda.replication;

import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.format.ChangeEvent;
import org.jspecify.annotations.Nullable;

/**
 * How one event ended.
 *
 * @param targetKey of the copy; null if the event was skipped or refused
 */
record EventOutcome(ChangeEvent event, @Nullable String targetKey, Outcome outcome) {}
