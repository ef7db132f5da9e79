package org.allowput.ops.status;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.queue.QueueDepth;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/**
 * A queue's depth and the age of its oldest message.
 *
 * @param oldest null if SQS has not measured it lately
 */
record QueueState(QueueDepth depth, @Nullable Duration oldest) {
    /** SQS measures every minute; one that has been idle for hours reports a few minutes late. */
    private static final Duration LATELY = Duration.ofMinutes(15);

    static QueueState of(DeployedStack stack, StackOutput output, RecentMetrics metrics) {
        String url = stack.outputs().get(output);
        Map<String, String> dimensions = Map.of("QueueName", url.substring(url.lastIndexOf('/') + 1));
        return new QueueState(
                QueueDepth.of(stack.clients().sqs(), url),
                metrics
                        .byMinute("AWS/SQS", "ApproximateAgeOfOldestMessage", dimensions, Statistic.MAXIMUM, LATELY)
                        .stream()
                        .max(Comparator.comparing(Datapoint::timestamp))
                        .map(latest -> Duration.ofSeconds(latest.maximum().longValue()))
                        .orElse(null));
    }

    boolean isEmpty() {
        return depth.waiting() + depth.inFlight() == 0;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new TreeMap<>(Map.of("waiting", depth.waiting(), "inFlight", depth.inFlight()));
        if (oldest != null) {
            json.put("oldestSeconds", oldest.toSeconds());
        }
        return json;
    }

    String text() {
        String text = depth.waiting() + " waiting, " + depth.inFlight() + " in flight";
        if (oldest == null || isEmpty()) {
            return text;
        }
        String age = oldest.toHours() > 0
                ? oldest.toHours() + " h " + oldest.toMinutesPart() + " min"
                : oldest.toMinutes() > 0 ? oldest.toMinutes() + " min" : oldest.toSeconds() + " s";
        return text + ", the oldest for " + age;
    }
}
