package org.allowput.infra.trigger;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.event.SourceLook;
import org.allowput.infra.function.FunctionSchedule;
import org.allowput.infra.function.ReplicationFunction;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.constructs.Construct;

/**
 * The schedule by which the function looks at the source bucket. A request that puts a notification configuration
 * replaces all of it: then no event arrives any more, and nothing fails.
 *
 * <p>A schedule by rate without a start invokes its target at once, so the first look is at the end of the deployment.
 *
 * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">Rate-based schedules</a>
 */
public final class SourceLookSchedule extends Construct {
    /** The time between two looks: of a connection that is cut, the alarm starts within the first hour. */
    public static final Duration PERIOD = Duration.minutes(15);

    private final CfnSchedule schedule;

    /**
     * Creates it.
     *
     * @param rule of EventBridge, which is looked at, too; empty for other triggers
     * @param bucketName of the source bucket; where the stack creates it a reference, by which the first look comes
     *     after its notifications
     */
    public SourceLookSchedule(
            Stack stack,
            String id,
            Settings settings,
            ReplicationFunction function,
            ReplicationQueue queue,
            Optional<SourceBucketRule> rule,
            String bucketName) {
        super(stack, id);
        Map<String, Object> look = new TreeMap<>();
        look.put(SourceLook.BUCKET, bucketName);
        look.put(
                SourceLook.NOTIFICATION,
                ExistingBucketNotification.configuration(settings, queue.arn(), function.aliasArn()));
        rule.ifPresent(created -> look.put(
                SourceLook.RULE,
                new TreeMap<>(
                        Map.of(SourceLook.RULE_NAME, created.rule().getRef(), SourceLook.RULE_QUEUE, queue.arn()))));
        schedule = FunctionSchedule.create(
                this,
                settings,
                "Looks at what " + bucketName + " sends",
                "rate(%d minutes)".formatted(PERIOD.toMinutes()),
                function.aliasArn(),
                Optional.of(stack.toJsonString(Map.of(SourceLook.FIELD, look))));
        schedule.setName(settings.sourceLookName());
    }

    /** For what needs the first look. */
    public CfnSchedule schedule() {
        return schedule;
    }
}
