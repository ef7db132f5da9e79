package org.allowput.infra.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.MessageRetention;
import org.allowput.infra.function.ReplicationMetrics;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.Metric;
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
    private final String bucket;

    /**
     * @param email whom the alarms notify
     * @param page the address of the page that has a section for each alarm
     */
    public TargetMonitoring(Construct scope, String id, Settings settings, String email, String page) {
        super(scope, id);
        bucket = settings.target().bucketName().text();
        events = Queue.Builder.create(this, "Events")
                .enforceSsl(true)
                .encryption(QueueEncryption.SQS_MANAGED)
                .retentionPeriod(Duration.days(MessageRetention.DEAD_LETTERS.toDays()))
                .build();
        List<String> callers = settings.target().alarms().expectedCallers();
        List<String> expected = callers.isEmpty() ? List.of("none") : callers;
        CfnRule unexpectedCaller = rule(
                "UnexpectedCaller",
                !callers.isEmpty(),
                "aws.sts",
                Map.of(
                        "eventName", List.of("AssumeRole"),
                        "requestParameters",
                                Map.of(
                                        "roleArn",
                                        List.of(Arns.role(settings.target().account(), settings.assumedRole()))),
                        "userIdentity", Map.of("principalId", List.of(Map.of("anything-but", expected)))));
        List<String> roles = settings.trusted().stream()
                .map(trusted -> Arns.role(settings.target().account(), trusted.role(settings.target())))
                .distinct()
                .toList();
        CfnRule requestDenied = rule(
                "RequestDenied",
                true,
                "aws.s3",
                Map.of(
                        "errorCode",
                        List.of("AccessDenied"),
                        "userIdentity",
                        Map.of("sessionContext", Map.of("sessionIssuer", Map.of("arn", roles)))));
        int quietHours = settings.target().alarms().quietHours();
        ReplicationAlarms alarms = new ReplicationAlarms(
                this,
                "Alarms",
                Optional.empty(),
                Optional.of(email),
                page,
                Aws.ACCOUNT_ID,
                List.of(
                        AlarmDefinition.declared("NothingArrived", metric("PutRequests"))
                                .with(0, quietHours, quietHours),
                        ofRule(unexpectedCaller, "UnexpectedCaller"),
                        ofRule(requestDenied, "RequestDenied")));
        Dashboard dashboard = Dashboard.Builder.create(this, "Dashboard").build();
        dashboard.addWidgets(ReplicationDashboard.status(alarms));
        dashboard.addWidgets(
                ReplicationDashboard.graphWithLimits(
                        "PUTs and errors (4xx) per hour",
                        List.of(metric("PutRequests"), metric("4xxErrors")),
                        List.of()),
                ReplicationDashboard.graphWithLimits("Bytes per hour", List.of(metric("BytesUploaded")), List.of()));
    }

    /**
     * A rule for what CloudTrail records of a service. AssumeRole is read-only for CloudTrail.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html">
     *     Read-only management events</a>
     */
    private CfnRule rule(String id, boolean enabled, String source, Map<String, Object> detail) {
        CfnRule rule = CfnRule.Builder.create(this, id)
                .state(enabled ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "DISABLED")
                .eventPattern(new TreeMap<>(Map.of(
                        "source", List.of(source),
                        "detail-type", List.of("AWS API Call via CloudTrail"),
                        "detail", new TreeMap<>(detail))))
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("Events")
                        .arn(events.getQueueArn())
                        .build()))
                .build();
        ReplicationQueue.allowSending(events, id, ReplicationQueue.EVENTBRIDGE, rule.getAttrArn(), Aws.ACCOUNT_ID);
        return rule;
    }

    private AlarmDefinition ofRule(CfnRule rule, String name) {
        return AlarmDefinition.declared(name, ReplicationMetrics.ofRule(rule, "Invocations"))
                .with(0, 1, events.getQueueUrl());
    }

    private Metric metric(String name) {
        return Metric.Builder.create()
                .namespace("AWS/S3")
                .metricName(name)
                .dimensionsMap(Map.of("BucketName", bucket, "FilterId", METRICS))
                .statistic("Sum")
                .period(Duration.hours(1))
                .build();
    }
}
