package org.allowput.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.allowput.emulator.local.Checkout;

/** Events as Lambda passes them to the function: batches of a queue's messages, each about one new object. */
final class QueueEvents {
    /** Messages per invocation, as deployed by default. */
    private static final int BATCH = 10;

    private static final String KEY = "photos/red-flower.jpg";
    private static final String ID = "7b848c28-329b-5b15-9d76-bdcd1a78fc62";

    private QueueEvents() {}

    /** Writes one event per line, made from a file of {@code events}. */
    static Path write(Workload work, Path file) throws IOException {
        Path example = Checkout.current().root().resolve("events/sqs-s3-put.json");
        List<?> records = (List<?>) JSON.std.mapFrom(Files.readString(example)).getOrDefault("Records", List.of());
        String message = JSON.std.asString(records.getFirst());
        List<String> keys = work.keys();
        List<String> events = new ArrayList<>();
        for (int first = 0; first < keys.size(); first += BATCH) {
            List<String> messages = keys.subList(first, Math.min(keys.size(), first + BATCH)).stream()
                    .map(key -> message.replace(KEY, key).replace(ID, key))
                    .toList();
            events.add("{\"Records\":[" + String.join(",", messages) + "]}");
        }
        return Files.write(file, events);
    }
}
