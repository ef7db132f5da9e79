package org.allowput.lambda.events;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.ChangeEvent.Kind;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Event;

/** Events of every kind that AWS's schemas allow, the same for the same generator. */
final class RandomEvents {
    private static final List<String> PIECES = List.of(("a|Z|0|/|//| |+|%|%20|%2B|=|&|?|#|~|*|\"|\\|"
                    + "../|.|\n|\u0000|\u007f|ä|é|\u2028|漢|字|\uFFFD|\uFEFF|🌷|👩‍👩‍👧|'|<|>|;")
            .split("\\|", -1));

    /** What S3 calls its events, without those that stand for several. */
    private static final List<String> NOTIFICATION_NAMES = Event.knownValues().stream()
            .map(Event::toString)
            .filter(name -> !name.endsWith("*"))
            .map(name -> name.substring("s3:".length()))
            .sorted()
            .toList();

    private static final List<String> EVENT_BRIDGE_NAMES = List.of(
            "Object Created",
            "Object Deleted",
            "Object Restore Initiated",
            "Object Restore Completed",
            "Object Restore Expired",
            "Object Storage Class Changed",
            "Object Access Tier Changed",
            "Object ACL Updated",
            "Object Tags Added",
            "Object Tags Deleted");

    private final RandomGenerator random;

    RandomEvents(RandomGenerator random) {
        this.random = random;
    }

    ChangeEvent notification() {
        return event(oneOf(NOTIFICATION_NAMES));
    }

    ChangeEvent eventBridge() {
        return event(oneOf(EVENT_BRIDGE_NAMES));
    }

    ChangeEvent batchTask() {
        return new ChangeEvent(Kind.TASK, "BatchOperations:Task", bucket(), key(), null);
    }

    List<ChangeEvent> notifications() {
        List<ChangeEvent> events = new ArrayList<>();
        do {
            events.add(notification());
        } while (random.nextInt(3) == 0);
        return events;
    }

    /** In bytes, or nothing. */
    @Nullable
    Long size() {
        return random.nextBoolean() ? null : random.nextLong() >>> random.nextInt(1, 64);
    }

    /** As S3 encodes a key in a notification; slashes and the case of digits vary between senders. */
    String formEncoded(String key) {
        String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8);
        return switch (random.nextInt(4)) {
            case 0 -> encoded.replace("%2F", "/");
            case 1 -> encoded.replace("+", "%20");
            case 2 -> encoded.replace("%C3", "%c3");
            default -> encoded;
        };
    }

    private ChangeEvent event(String name) {
        return new ChangeEvent(
                kind(name), name, bucket(), key(), Instant.ofEpochMilli(random.nextLong(0, 4_102_444_800_000L)));
    }

    private static Kind kind(String name) {
        if (name.matches("ObjectCreated:.*|Object Created|ObjectRestore:Completed|Object Restore Completed")) {
            return Kind.CREATED;
        }
        if (name.startsWith("LifecycleExpiration:")) {
            return Kind.EXPIRED;
        }
        return name.matches("ObjectRemoved:.*|Object Deleted")
                ? Kind.REMOVED
                : name.matches("ObjectTagging:.*|Object Tags .*") ? Kind.TAGGED : Kind.OTHER;
    }

    private String bucket() {
        return "bucket-" + random.nextInt(1_000_000) + "." + random.nextInt(100);
    }

    private String key() {
        StringBuilder key = new StringBuilder();
        do {
            key.append(oneOf(PIECES));
        } while (random.nextInt(12) != 0 && key.toString().getBytes(StandardCharsets.UTF_8).length < 1000);
        return key.toString();
    }

    @Nullable
    String maybe(String text) {
        return random.nextBoolean() ? text : null;
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
