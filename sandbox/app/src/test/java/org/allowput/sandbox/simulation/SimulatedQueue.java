package org.allowput.sandbox.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A standard queue of SQS: delays, visibility timeouts, a limit of messages in flight, retention, and a dead-letter
 * queue.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html">
 *     Visibility timeout</a>
 */
final class SimulatedQueue {
    private final VirtualTime time;
    private final Settings settings;
    private final Optional<SimulatedQueue> deadLetters;
    private final Map<String, Message> messages = new LinkedHashMap<>();
    private final List<Message> expired = new ArrayList<>();
    private Runnable visible = () -> {};
    private int sequence;

    /**
     * The settings of a queue.
     *
     * @param maxReceives before a message goes to the dead-letter queue
     * @param mostInFlight SQS permits 120,000
     */
    record Settings(String name, Duration visibilityTimeout, Duration retention, int maxReceives, int mostInFlight) {}

    static final class Message {
        final String id;
        final String body;
        /** By name, each with DataType and StringValue. */
        final Map<String, Object> attributes;

        private final long sent;
        final long sentMillis;
        private long visibleAt;
        int receives;
        private @Nullable String handle;

        Message(String id, String body, Map<String, Object> attributes, long sent, long sentMillis) {
            this.id = id;
            this.body = body;
            this.attributes = attributes;
            this.sent = sent;
            this.sentMillis = sentMillis;
        }

        String handle() {
            return String.valueOf(handle);
        }
    }

    SimulatedQueue(VirtualTime time, Settings settings, Optional<SimulatedQueue> deadLetters) {
        this.time = time;
        this.settings = settings;
        this.deadLetters = deadLetters;
    }

    /** Called whenever a message may have become visible. */
    void whenVisible(Runnable action) {
        visible = action;
    }

    String name() {
        return settings.name();
    }

    Message send(String body, Map<String, Object> attributes, Duration delay) {
        Message message = new Message(
                settings.name() + "-" + ++sequence,
                body,
                new TreeMap<>(attributes),
                time.nanoTime(),
                time.instant().toEpochMilli());
        add(message, delay);
        return message;
    }

    private void add(Message message, Duration delay) {
        messages.put(message.id, message);
        hide(message, delay);
        // Of a standard queue it counts from the first sending, also in a dead-letter queue.
        time.after(settings.retention().minusNanos(time.nanoTime() - message.sent), () -> {
            if (messages.remove(message.id, message)) {
                expired.add(message);
            }
        });
    }

    private void hide(Message message, Duration delay) {
        message.visibleAt = time.nanoTime() + delay.toNanos();
        time.after(delay, () -> visible.run());
    }

    List<Message> receive(int most, Duration visibilityTimeout) {
        List<Message> received = new ArrayList<>();
        long inFlight = inFlight();
        for (Message message : List.copyOf(messages.values())) {
            if (received.size() == most || inFlight + received.size() >= settings.mostInFlight()) {
                break;
            }
            if (message.visibleAt > time.nanoTime()) {
                continue;
            }
            if (message.receives >= settings.maxReceives() && deadLetters.isPresent()) {
                messages.remove(message.id);
                deadLetters
                        .get()
                        .add(
                                new Message(
                                        message.id, message.body, message.attributes, message.sent, message.sentMillis),
                                Duration.ZERO);
                continue;
            }
            message.receives++;
            message.handle = message.id + "#" + message.receives;
            hide(message, visibilityTimeout);
            received.add(message);
        }
        return received;
    }

    List<Message> receive(int most) {
        return receive(most, settings.visibilityTimeout());
    }

    long visible() {
        return messages.values().stream()
                .filter(message -> message.visibleAt <= time.nanoTime())
                .count();
    }

    int size() {
        return messages.size();
    }

    long inFlight() {
        return messages.values().stream()
                .filter(message -> message.handle != null && message.visibleAt > time.nanoTime())
                .count();
    }

    /** How many can be received now. */
    long waiting() {
        return messages.values().stream()
                .filter(message -> message.visibleAt <= time.nanoTime())
                .count();
    }

    /** Whether the handle was known. An older one deletes the message as well, as it may with SQS. */
    boolean delete(String handle) {
        return messages.remove(handle.replaceFirst("#.*", "")) != null;
    }

    boolean changeVisibility(String handle, Duration timeout) {
        Message message = messages.get(handle.replaceFirst("#.*", ""));
        if (message == null || !handle.equals(message.handle) || message.visibleAt <= time.nanoTime()) {
            return false;
        }
        hide(message, timeout);
        if (timeout.isZero()) {
            message.handle = null;
        }
        return true;
    }

    List<Message> purge() {
        List<Message> purged = messages();
        messages.clear();
        return purged;
    }

    /** Makes a message visible although it is in flight: SQS delivers at least once, and not exactly once. */
    void duplicate() {
        messages.values().stream()
                .filter(message -> message.handle != null && message.visibleAt > time.nanoTime())
                .findFirst()
                .ifPresent(message -> hide(message, Duration.ZERO));
    }

    List<Message> messages() {
        return List.copyOf(messages.values());
    }

    /** The messages that nobody has deleted within the retention, since this was last asked. */
    List<Message> takeExpired() {
        List<Message> taken = List.copyOf(expired);
        expired.clear();
        return taken;
    }
}
