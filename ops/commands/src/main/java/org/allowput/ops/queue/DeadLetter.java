package org.allowput.ops.queue;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allowput.contract.MessageAttribute;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.MessageParser;
import org.allowput.contract.json.UnreadableException;
import org.allowput.contract.selection.KeyPattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** A message of the dead-letter queue. */
public record DeadLetter(Message message) {
    /** The events about objects in a message, as the function reads them; none if it cannot. */
    public static List<ChangeEvent> events(String body) {
        try {
            return MessageParser.read(body).stream()
                    .filter(event -> !event.key().isEmpty())
                    .toList();
        } catch (UnreadableException e) {
            return List.of();
        }
    }

    public String id() {
        return message.messageId();
    }

    public List<String> keys() {
        return events(message.body()).stream().map(ChangeEvent::key).toList();
    }

    /** Whether that is its id, or a {@link KeyPattern}, as in the settings, of all keys that it names. */
    public boolean matches(String pattern) {
        List<String> keys = keys();
        return pattern.equals(id()) || (!keys.isEmpty() && keys.stream().allMatch(new KeyPattern(pattern)::matches));
    }

    public Instant sent() {
        return Instant.ofEpochMilli(number(MessageSystemAttributeName.SENT_TIMESTAMP));
    }

    public long received() {
        return number(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
    }

    private long number(MessageSystemAttributeName name) {
        return Long.parseLong(message.attributes().getOrDefault(name, "0"));
    }

    /** Why the function sent the message to the dead-letter queue itself; null for one that SQS moved there. */
    public @Nullable String reason() {
        return message.attributes().containsKey(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN)
                ? null
                : attributes().get(MessageAttribute.REASON);
    }

    /** By which the log names it: one that the function sent itself has the id of the message that it received. */
    public String loggedId() {
        return attributes().getOrDefault(MessageAttribute.MESSAGE_ID, id());
    }

    /** Those that its sender chose, in the order of their names. */
    public SortedMap<String, String> attributes() {
        SortedMap<String, String> attributes = new TreeMap<>();
        message.messageAttributes().forEach((name, value) -> attributes.put(name, value.stringValue()));
        return attributes;
    }
}
