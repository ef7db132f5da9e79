package org.allowput.ops.queue;

import java.util.List;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.MessageParser;
import org.allowput.contract.json.UnreadableException;

/** The object keys in messages of the queues. */
public final class MessageKeys {
    private MessageKeys() {}

    /** The keys that a message names, read as the function reads it; empty if the function cannot read it. */
    public static List<String> of(String body) {
        return events(body).stream()
                .map(ChangeEvent::key)
                .filter(key -> !key.isEmpty())
                .toList();
    }

    static List<ChangeEvent> events(String body) {
        try {
            return MessageParser.read(body);
        } catch (UnreadableException e) {
            return List.of();
        }
    }
}
