package org.allowput.ops.status;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.queue.QueueDepth;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/**
 * A queue's depth and the age of its oldest message.
 *
 * @param oldestSeconds null if SQS has not measured it lately
 */
record QueueState(long waiting, long inFlight, @Nullable Long oldestSeconds) {
    /** SQS measures every minute; one that has been idle for hours reports a few minutes late. */
    private static final Duration LATELY = Duration.ofMinutes(15);

    static QueueState of(DeployedStack stack, StackOutput output, RecentMetrics metrics) {
        String url = stack.outputs().get(output);
        Map<String, String> dimensions = Map.of("QueueName", url.substring(url.lastIndexOf('/') + 1));
        QueueDepth depth = QueueDepth.of(stack.clients().sqs(), url);
        return new QueueState(
                depth.waiting(),
                depth.inFlight(),
                metrics
                        .byMinute("AWS/SQS", "ApproximateAgeOfOldestMessage", dimensions, Statistic.MAXIMUM, LATELY)
                        .stream()
                        .max(Comparator.comparing(Datapoint::timestamp))
                        .map(latest -> latest.maximum().longValue())
                        .orElse(null));
    }

    boolean hasMessages() {
        return waiting + inFlight > 0;
    }

    String text() {
        String text = waiting + " waiting, " + inFlight + " in flight";
        if (oldestSeconds == null || !hasMessages()) {
            return text;
        }
        Duration oldest = Duration.ofSeconds(oldestSeconds);
        String age = oldest.toHours() > 0
                ? oldest.toHours() + " h " + oldest.toMinutesPart() + " min"
                : oldest.toMinutes() > 0 ? oldest.toMinutes() + " min" : oldest.toSeconds() + " s";
        return text + ", the oldest for " + age;
    }
}
