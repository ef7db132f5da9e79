package org.allowput.infra.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.MessageRetention;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
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

    private final Settings settings;
    private final Queue events;
    private final Alarms alarms;

    /**
     * @param email whom the alarms notify
     * @param page the address of the page that has a section for each alarm
     */
    public TargetMonitoring(Construct scope, String id, Settings settings, String email, String page) {
        super(scope, id);
        this.settings = settings;
        events = Queue.Builder.create(this, "Events")
                .enforceSsl(true)
                .encryption(QueueEncryption.SQS_MANAGED)
                .retentionPeriod(Duration.days(MessageRetention.DEAD_LETTERS.toDays()))
                .build();
        alarms = new Alarms(this, Optional.empty(), Optional.of(email), page, Aws.ACCOUNT_ID);
        int quietHours = settings.target().alarms().quietHours();
        alarms.add(
                "NothingArrived",
                ofBucket("PutRequests"),
                """
                Nothing was put into the bucket for %d hours, or since the deployment: this alarm lasts until the \
                first PUT. Ask account B whether it has anything to deliver, and what its alarms show.\
                """.formatted(quietHours),
                alarm -> alarm.threshold(0)
                        .comparisonOperator(ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD)
                        .evaluationPeriods(quietHours)
                        .treatMissingData(TreatMissingData.BREACHING));
        addUnexpectedCaller();
        addRequestDenied();
        Dashboard dashboard = Dashboards.create(this, alarms);
        dashboard.addWidgets(
                Dashboards.graph("PUTs and errors (4xx) per hour", ofBucket("PutRequests"), ofBucket("4xxErrors")),
                Dashboards.graph("Bytes per hour", ofBucket("BytesUploaded")));
    }

    /** Another principal than those that account A expects has assumed account B's role. */
    private void addUnexpectedCaller() {
        List<String> callers = settings.target().alarms().expectedCallers();
        List<String> expected = callers.isEmpty() ? List.of("none") : callers;
        String role = Arns.role(settings.target().account(), settings.assumedRole());
        CfnRule rule = rule(
                "UnexpectedCaller",
                !callers.isEmpty(),
                "aws.sts",
                new TreeMap<>(Map.of(
                        "eventName", List.of("AssumeRole"),
                        "requestParameters", Map.of("roleArn", List.of(role)),
                        "userIdentity", Map.of("principalId", List.of(Map.of("anything-but", expected))))));
        alarms.add("UnexpectedCaller", invocations(rule), """
            Another principal than the expected ones assumed the role. If account B did not mean it, revoke its \
            access. CloudTrail's event is in the queue %s.\
            """.formatted(events.getQueueUrl()));
    }

    /** S3 has denied a request of one of the roles. */
    private void addRequestDenied() {
        List<String> roles = settings.trusted().stream()
                .map(trusted -> Arns.role(settings.target().account(), trusted.role(settings.target())))
                .distinct()
                .toList();
        CfnRule rule = rule(
                "RequestDenied",
                true,
                "aws.s3",
                new TreeMap<>(Map.of(
                        "errorCode", List.of("AccessDenied"),
                        "userIdentity", Map.of("sessionContext", Map.of("sessionIssuer", Map.of("arn", roles))))));
        alarms.add("RequestDenied", invocations(rule), """
            S3 denied a request of the role: account B tries what it is not granted, or a policy or a key of \
            account A has changed. CloudTrail's event is in the queue %s.\
            """.formatted(events.getQueueUrl()));
    }

    private Metric ofBucket(String name) {
        Map<String, String> dimensions = Map.of("BucketName", settings.target().bucketName(), "FilterId", METRICS);
        return SourceMetrics.per(Duration.hours(1), SourceMetrics.metric("AWS/S3", name, "Sum", dimensions));
    }

    private static Metric invocations(CfnRule rule) {
        return SourceMetrics.metric("AWS/Events", "Invocations", "Sum", Map.of("RuleName", rule.getRef()));
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
                        "detail", detail)))
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("Events")
                        .arn(events.getQueueArn())
                        .build()))
                .build();
        ReplicationQueue.allowSending(events, id, ReplicationQueue.EVENTBRIDGE, rule.getAttrArn(), Aws.ACCOUNT_ID);
        return rule;
    }
}
