package org.allowput.infra;

import java.util.List;
import java.util.Optional;
import org.allowput.infra.function.ReplicationFunction;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.sourceaccount.Trigger;
import org.allowput.infra.trigger.SourceBucket;
import org.allowput.infra.trigger.SourceBucketRule;
import org.allowput.infra.trigger.SourceLookSchedule;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.constructs.IDependable;

/**
 * The resources that deliver the source bucket's events to the function, by the setting {@code trigger}. While the
 * trigger changes, the previous one delivers, too, for events that are under way and until the next one delivers. An
 * event that both deliver is copied twice, which changes nothing.
 *
 * <p>The bucket and the rule change after the alias {@code live}: the previous version would acknowledge events that
 * only the next one handles, as skipped.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html">EventBridge
 *     delivers some minutes after it was enabled</a>
 */
final class EventDelivery {
    private final Optional<SourceBucketRule> rule;
    private final SourceLookSchedule look;

    EventDelivery(Stack stack, Settings settings, ReplicationFunction function, ReplicationQueue queue) {
        Optional<SourceBucket> bucket = settings.source().bucketExists()
                ? Optional.empty()
                : Optional.of(new SourceBucket(stack, "SourceBucket", settings, function.goesLive()));
        List<Trigger> triggers = settings.triggers();
        DeployedSetting.refuseAnotherTrigger(stack, settings);
        rule = triggers.contains(Trigger.EVENTBRIDGE)
                ? Optional.of(new SourceBucketRule(stack, "SourceBucketRule", settings, queue, function.goesLive()))
                : Optional.empty();
        String account = settings.source().account();
        for (Trigger trigger : triggers) {
            Optional<SourceBucket> notifying =
                    bucket.filter(created -> settings.notifiedTriggers().contains(trigger));
            switch (trigger) {
                case SQS -> {
                    queue.allowMessagesOf(settings.source().bucketName(), account);
                    notifying.ifPresent(created -> created.notifyQueue(queue.arn(), queue.policy()));
                }
                case S3 -> {
                    IDependable permission =
                            function.allowInvocationsBy(settings.source().bucketName(), account, queue);
                    notifying.ifPresent(created -> created.notifyFunction(function.aliasArn(), permission));
                }
                case EVENTBRIDGE -> notifying.ifPresent(created -> created.notifyEventBridge(queue.policy()));
            }
        }
        String bucketName =
                bucket.map(SourceBucket::name).orElse(settings.source().bucketName());
        look = new SourceLookSchedule(stack, "SourceLook", settings, function, queue, rule, bucketName);
    }

    /** The schedule of looks at what the bucket and the rule send. */
    CfnSchedule look() {
        return look.schedule();
    }

    /** Of EventBridge, which delivers events to the queue; empty for other triggers. */
    Optional<CfnRule> rule() {
        return rule.map(SourceBucketRule::rule);
    }
}
