package org.allowput.infra.trigger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.services.events.CfnRule;
import software.constructs.Construct;
import software.constructs.IDependable;

/**
 * The EventBridge rule that sends the source bucket's events to the queue. It does not invoke the function directly:
 * the queue holds a burst that the function is too busy for, forms batches, and gives every trigger the same
 * dead-letter queue.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html">S3 and EventBridge</a>
 */
public final class SourceBucketRule extends Construct {
    private final CfnRule rule;

    /** @param handler of the events: the pattern changes after it */
    public SourceBucketRule(
            Construct scope, String id, Settings settings, ReplicationQueue queue, IDependable handler) {
        super(scope, id);
        Map<String, Object> detail = new TreeMap<>();
        detail.put("bucket", Map.of("name", List.of(settings.source().bucketName())));
        KeyFilter.event(settings.selection()).ifPresent(key -> detail.put("object", key));
        Map<String, Object> pattern = new TreeMap<>();
        pattern.put("source", List.of("aws.s3"));
        pattern.put("account", List.of(settings.source().account()));
        pattern.put("detail-type", SourceEvents.of(settings).ofEventBridge());
        pattern.put("detail", detail);
        rule = CfnRule.Builder.create(this, "Rule")
                .name(settings.sourceRuleName())
                .description("What appears in " + settings.source().bucketName() + " is put into the queue")
                .eventPattern(pattern)
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("Queue")
                        .arn(queue.arn())
                        .deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder()
                                .arn(queue.deadLettersArn())
                                .build())
                        .build()))
                .build();
        rule.getNode().addDependency(handler);
        queue.allowMessagesOfRule(
                "RuleSends", rule.getAttrArn(), settings.source().account());
    }

    public CfnRule rule() {
        return rule;
    }
}
