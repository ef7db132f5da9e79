package org.allowput.lambda.events;

import java.util.List;
import org.allowput.contract.event.ChangeEvent;

/** What was delivered under one id, and is reported under that id. */
public sealed interface Delivery {
    /**
     * The id that the sender knows it by: an SQS message id, a task id, or for what is delivered directly its place in
     * the document. Ids are as given: they may repeat, and the id of a message that came without one is empty.
     */
    String id();

    /**
     * A delivery that was understood.
     *
     * @param events at least one
     */
    record Changes(String id, List<ChangeEvent> events) implements Delivery {
        public Changes {
            events = List.copyOf(events);
            if (events.isEmpty()) {
                throw new IllegalArgumentException("no events: what says nothing is unreadable");
            }
        }
    }

    /**
     * A delivery that cannot be read: a failure, independent of the request's other deliveries.
     *
     * @param reason what was seen, what is expected and what to do; bounded, and free of the event's values
     */
    record Unreadable(String id, String reason) implements Delivery {}
}
