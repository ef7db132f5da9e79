package org.allowput.ops.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.RecentMetrics;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** A queue's depth and the age of its oldest message, if that is known. */
public record QueueState(QueueDepth depth, Optional<Duration> oldest) {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    /** SQS measures every minute; one that has been idle for hours reports a few minutes late. */
    public static final Duration LATELY = Duration.ofMinutes(15);

    /**
     * Asks SQS and CloudWatch.
     *
     * @param output by which the stack names the queue
     */
    public static QueueState of(DeployedStack stack, StackOutput output, Instant now) {
        String url = stack.outputs().get(output);
        // Empty if SQS has not measured it lately.
        Optional<Duration> oldest = new RecentMetrics(stack.clients().cloudWatch(), now)
                        .of(
                                "AWS/SQS",
                                "ApproximateAgeOfOldestMessage",
                                Map.of("QueueName", url.substring(url.lastIndexOf('/') + 1)),
                                Statistic.MAXIMUM,
                                LATELY,
                                PERIOD)
                        .stream()
                        .max(Comparator.comparing(Datapoint::timestamp))
                        .map(latest -> Duration.ofSeconds(latest.maximum().longValue()));
        return new QueueState(QueueDepth.of(stack.clients().sqs(), url), oldest);
    }

    public boolean isEmpty() {
        return depth.waiting() + depth.inFlight() == 0;
    }

    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("waiting", depth.waiting());
        json.put("inFlight", depth.inFlight());
        oldest.ifPresent(age -> json.put("oldestSeconds", age.toSeconds()));
        return json;
    }

    public String text() {
        String age = isEmpty()
                ? ""
                : oldest.map(each -> ", the oldest for " + text(each)).orElse("");
        return depth.waiting() + " waiting, " + depth.inFlight() + " in flight" + age;
    }

    private static String text(Duration age) {
        return age.toHours() > 0
                ? age.toHours() + " h " + age.toMinutesPart() + " min"
                : age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
    }
}
