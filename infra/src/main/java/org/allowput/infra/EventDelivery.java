package org.allowput.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allowput.infra.settings.AccountId;
import org.allowput.infra.settings.BucketName;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.Trigger;
import software.amazon.awscdk.Stack;
import software.constructs.IDependable;

/** The way of the source bucket's events to the function, by the setting {@code trigger}. */
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
        bucketName = settings.source().bucket();
        account = settings.source().account();
        bucket = settings.source().bucketExists()
                ? Optional.empty()
                : Optional.of(new SourceBucket(stack, "SourceBucket", settings));
        Trigger trigger = settings.trigger();
        invokedByS3 = trigger == Trigger.S3;
        rule = trigger == Trigger.EVENTBRIDGE
                ? Optional.of(new SourceBucketRule(stack, "SourceBucketRule", settings, queue))
                : Optional.empty();
        switch (trigger) {
            case SQS -> sendToQueue();
            case S3 -> invokeFunction();
            case EVENTBRIDGE -> bucket.ifPresent(SourceBucket::notifyEventBridge);
        }
    }

    private void sendToQueue() {
        IDependable permission = queue.allowMessagesOf(bucketName, account);
        bucket.ifPresent(created -> created.notifyQueue(queue.arn(), permission));
    }

    private void invokeFunction() {
        IDependable permission = function.allowInvocationsBy(bucketName, account, queue);
        bucket.ifPresent(created -> created.notifyFunction(function.aliasArn(), permission));
    }

    /** For what can go wrong on this way only. */
    List<AlarmDefinition> alarms(ReplicationMetrics metrics) {
        List<AlarmDefinition> alarms = new ArrayList<>();
        if (invokedByS3) {
            alarms.add(AlarmDefinitions.ofAsynchronousInvocations(metrics));
        }
        rule.ifPresent(created -> alarms.addAll(AlarmDefinitions.ofRule(created)));
        return alarms;
    }
}
