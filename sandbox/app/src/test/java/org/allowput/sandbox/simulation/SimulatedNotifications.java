package org.allowput.sandbox.simulation;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The events of the source bucket, for its queue or its function: most at once, some after minutes, some twice. */
final class SimulatedNotifications extends Participant {
    private final SimulatedDeployment deployment;
    private int sent;
    private int ofLarge;

    SimulatedNotifications(Cloud cloud, SimulatedDeployment deployment) {
        super(cloud);
        this.deployment = deployment;
        deployment.source.listen(change -> send(change.key(), name(change)));
        deployment.source.listenForTags(this::tagged);
    }

    int sent() {
        return sent;
    }

    /** How many of them are about the large object. */
    int ofLarge() {
        return ofLarge;
    }

    /** Expirations arrive whether they are replicated or not, as EventBridge has one type of event for both. */
    private String name(SimulatedBucket.Change change) {
        if (change.now() != null) {
            return "ObjectCreated:Put";
        }
        if (change.expired()) {
            return setup.versioned() ? "LifecycleExpiration:DeleteMarkerCreated" : "LifecycleExpiration:Delete";
        }
        return "ObjectRemoved:Delete";
    }

    /** S3 sends such events where tags are copied or decide. */
    private void tagged(SimulatedObject object) {
        if (setup.tags() || setup.requiresTag()) {
            send(object.key(), object.tags().isEmpty() ? "ObjectTagging:Delete" : "ObjectTagging:Put");
        }
    }

    /** All events of creations of what is there arrive once more, as from an archive of EventBridge. */
    void sendAgain(SimulatedBucket source) {
        source.objects()
                .keySet()
                .forEach(key -> deployment.queue.send(
                        text(cloud, SimulatedDeployment.SOURCE, key, "ObjectCreated:Put"), Map.of(), Duration.ZERO));
    }

    private void send(String key, String eventName) {
        String text = text(cloud, SimulatedDeployment.SOURCE, key, eventName);
        for (int copies = setup.calm() || random.nextInt(10) > 0 ? 1 : 2; copies > 0; copies--) {
            int latest = random.nextInt(10) == 0 ? 600_000 : random.nextBoolean() ? 30 : 3000;
            Duration late = Duration.ofMillis(random.nextInt(latest));
            sent++;
            ofLarge += key.equals(Owner.LARGE) ? 1 : 0;
            if (setup.invokedByS3()) {
                deployment.asynchronous.send(text, late);
            } else {
                deployment.queue.send(text, Map.of(), late);
            }
        }
    }

    /** The event of the request that has an effect just now. */
    static String text(Cloud cloud, String bucket, String key, String eventName) {
        return """
            {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1", "eventTime": "%s",
              "eventName": "%s", "userIdentity": {"principalId": "%s"},
              "s3": {"bucket": {"name": "%s"}, "object": {"key": "%s"}}}]}
            """.formatted(
                        cloud.time.instant(),
                        eventName,
                        cloud.principal(),
                        bucket,
                        URLEncoder.encode(key, StandardCharsets.UTF_8));
    }
}
