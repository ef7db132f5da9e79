package org.allowput.infra.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.MessageRetention;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * What account A sees without account B: alarms of the requests to its bucket and of what CloudTrail records about the
 * role, and a dashboard. EventBridge puts what CloudTrail recorded into a queue, because the policy of a topic cannot
 * say for which rule EventBridge publishes.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html">Request metrics</a>
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html">Policies of
 *     targets</a>
 */
public final class TargetMonitoring extends Construct {
    /** The bucket's configuration of request metrics, which its owner puts if the stack does not create it. */
    public static final String METRICS = "AllowPutToS3";

    private final Queue events;

    /**
     * @param email whom the alarms notify
     * @param page the address of the page that has a section for each alarm
     */
    public TargetMonitoring(Construct scope, String id, Settings settings, String email, String page) {
        super(scope, id);
        events = Queue.Builder.create(this, "Events")
                .enforceSsl(true)
                .encryption(QueueEncryption.SQS_MANAGED)
                .retentionPeriod(Duration.days(MessageRetention.DEAD_LETTERS.toDays()))
                .build();
        String account = settings.target().account();
        List<String> callers = settings.target().alarms().expectedCallers();
        List<String> roles = settings.trusted().stream()
                .map(trusted -> Arns.role(account, trusted.role(settings.target())))
                .distinct()
                .toList();
        Map<String, Object> principals = Map.of(
                "AssumedRole",
                Arns.role(account, settings.assumedRole()),
                "Callers",
                callers.isEmpty() ? List.of("none") : callers,
                "Roles",
                roles);
        CfnRule unexpectedCaller = rule("UnexpectedCaller", !callers.isEmpty(), principals);
        CfnRule requestDenied = rule("RequestDenied", true, principals);
        Map<String, Object> values = new TreeMap<>(Map.of(
                "Bucket", settings.target().bucketName(),
                "QuietHours", settings.target().alarms().quietHours(),
                "Events", events.getQueueUrl(),
                "Region", Aws.REGION,
                "UnexpectedCaller", unexpectedCaller.getRef(),
                "RequestDenied", requestDenied.getRef()));
        Alarms alarms = new Alarms(this, "Target", Optional.empty(), Optional.of(email), page, Aws.ACCOUNT_ID, values);
        values.put("Alarms", alarms.arns());
        Dashboards.create(this, List.of("Target"), values);
    }

    /**
     * A rule for what CloudTrail records of a service. AssumeRole is read-only for CloudTrail.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html">
     *     Read-only management events</a>
     */
    private CfnRule rule(String id, boolean enabled, Map<String, ?> principals) {
        CfnRule rule = CfnRule.Builder.create(this, id)
                .state(enabled ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "DISABLED")
                .eventPattern(PackagedFile.yaml("/event-patterns.yaml", id, principals))
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("Events")
                        .arn(events.getQueueArn())
                        .build()))
                .build();
        ReplicationQueue.allowSending(events, id, ReplicationQueue.EVENTBRIDGE, rule.getAttrArn(), Aws.ACCOUNT_ID);
        return rule;
    }
}
