package org.allowput.ops.queue;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.contract.MessageAttribute;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.MessageParser;
import org.allowput.contract.json.UnreadableException;
import org.allowput.contract.selection.KeyPattern;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** A message of the dead-letter queue. */
public record DeadLetter(Message message) {
    /** The keys that a message names, read as the function reads it; empty if the function cannot read it. */
    public static List<String> keys(String body) {
        return events(body).map(ChangeEvent::key).filter(key -> !key.isEmpty()).toList();
    }

    private static Stream<ChangeEvent> events(String body) {
        try {
            return MessageParser.read(body).stream();
        } catch (UnreadableException e) {
            return Stream.empty();
        }
    }

    public List<String> keys() {
        return keys(message.body());
    }

    /** Whether that is its id, or a {@link KeyPattern}, as in the settings, of all keys that it names. */
    public boolean matches(String pattern) {
        List<String> keys = keys();
        return pattern.equals(message.messageId())
                || (!keys.isEmpty() && keys.stream().allMatch(new KeyPattern(pattern)::matches));
    }

    /** When the latest event about an object happened, or else the message was sent; empty if it does not name it. */
    public Optional<Instant> about(String key) {
        return events(message.body())
                .filter(event -> event.key().equals(key))
                .map(event -> Optional.ofNullable(event.time()).or(this::sent).orElse(Instant.MAX))
                .max(Comparator.naturalOrder());
    }

    public Optional<Instant> sent() {
        return Optional.ofNullable(message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP))
                .map(Long::parseLong)
                .map(Instant::ofEpochMilli);
    }

    public long received() {
        return Long.parseLong(
                message.attributes().getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "0"));
    }

    /** Why the function sent the message to the dead-letter queue itself; empty for one that SQS moved there. */
    public Optional<String> reason() {
        return message.attributes().containsKey(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN)
                ? Optional.empty()
                : attribute(MessageAttribute.REASON);
    }

    /** By which the log names it: one that the function sent itself has the id of the message that it received. */
    public String loggedId() {
        return receivedId().orElse(message.messageId());
    }

    /** The id of the message that the function received before it gave it up; empty if the function did not. */
    public Optional<String> receivedId() {
        return attribute(MessageAttribute.MESSAGE_ID);
    }

    private Optional<String> attribute(String name) {
        return Optional.ofNullable(message.messageAttributes().get(name)).map(MessageAttributeValue::stringValue);
    }
}
