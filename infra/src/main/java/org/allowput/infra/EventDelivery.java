package org.allowput.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allowput.infra.function.ReplicationFunction;
import org.allowput.infra.function.ReplicationMetrics;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.monitoring.AlarmDefinition;
import org.allowput.infra.monitoring.AlarmDefinitions;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.Trigger;
import org.allowput.infra.trigger.SourceBucket;
import org.allowput.infra.trigger.SourceBucketRule;
import software.amazon.awscdk.Stack;
import software.constructs.IDependable;

/**
 * The way of the source bucket's events to the function, by the setting {@code trigger}. While the trigger changes, the
 * way of the previous one works, too: it stays for events that are still on it, and until the next one delivers. An
 * event that takes both ways is copied twice, which changes nothing.
 *
 * <p>The bucket and the rule change after the alias {@code live}: the previous version would acknowledge events that
 * only the next one handles, as skipped.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html">EventBridge
 *     delivers some minutes after it was enabled</a>
 */
final class EventDelivery {
    private final ReplicationFunction function;
    private final ReplicationQueue queue;
    private final BucketName bucketName;
    private final AccountId account;
    private final Optional<SourceBucket> bucket;
    private final Optional<SourceBucketRule> rule;
    private final boolean invokedByS3;

    EventDelivery(Stack stack, Settings settings, ReplicationFunction function, ReplicationQueue queue) {
        this.function = function;
        this.queue = queue;
        bucketName = settings.sourceBucket();
        account = settings.get(SourceSettings.ACCOUNT);
        bucket = settings.get(SourceSettings.BUCKET.exists())
                ? Optional.empty()
                : Optional.of(new SourceBucket(stack, "SourceBucket", settings, function.goesLive()));
        List<Trigger> triggers = settings.triggers();
        DeployedSetting.refuseAnotherTrigger(stack, settings);
        invokedByS3 = triggers.contains(Trigger.S3);
        rule = triggers.contains(Trigger.EVENTBRIDGE)
                ? Optional.of(new SourceBucketRule(stack, "SourceBucketRule", settings, queue, function.goesLive()))
                : Optional.empty();
        for (Trigger trigger : triggers) {
            boolean notified = settings.notifiedTriggers().contains(trigger);
            switch (trigger) {
                case SQS -> sendToQueue(notified);
                case S3 -> invokeFunction(notified);
                case EVENTBRIDGE -> bucket.ifPresent(created -> created.notifyEventBridge(queue.policy()));
            }
        }
    }

    private void sendToQueue(boolean notified) {
        queue.allowMessagesOf(bucketName, account);
        bucket.filter(created -> notified).ifPresent(created -> created.notifyQueue(queue.arn(), queue.policy()));
    }

    private void invokeFunction(boolean notified) {
        IDependable permission = function.allowInvocationsBy(bucketName, account, queue);
        bucket.filter(created -> notified)
                .ifPresent(created -> created.notifyFunction(function.aliasArn(), permission));
    }

    /** For what can go wrong on this way only. */
    List<AlarmDefinition> alarms(ReplicationMetrics metrics) {
        List<AlarmDefinition> alarms = new ArrayList<>();
        if (invokedByS3) {
            alarms.add(AlarmDefinitions.ofAsynchronousInvocations(metrics));
        }
        rule.ifPresent(created -> alarms.addAll(AlarmDefinitions.ofRule(created.rule())));
        return alarms;
    }
}
