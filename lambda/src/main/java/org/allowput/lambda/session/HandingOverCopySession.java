package org.allowput.lambda.session;

import java.util.Map;
import java.util.Objects;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.format.ChangeEvent;
import org.allowput.lambda.failure.FailureClassifier;

/**
 * Hands an object over to the workflow if it is larger than one invocation copies.
 *
 * @param session copies all others
 * @param events the event to hand over for each task
 * @param handOver starts the workflow
 */
public record HandingOverCopySession(CopySession session, Map<CopyTask, ChangeEvent> events, HandOver handOver)
        implements CopySession {
    /** Starts the workflow for one object. */
    @FunctionalInterface
    public interface HandOver {
        /** Returns when the workflow is responsible for the object. */
        Outcome start(ChangeEvent event, Outcome.Large object);
    }

    @Override
    public Outcome copy(CopyTask task, Deadline deadline) {
        Outcome outcome = session.copy(task, deadline);
        if (!(outcome instanceof Outcome.Large large)) {
            return outcome;
        }
        try {
            return handOver.start(Objects.requireNonNull(events.get(task)), large);
        } catch (RuntimeException e) {
            return new Outcome.Failed(FailureClassifier.of(e));
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
