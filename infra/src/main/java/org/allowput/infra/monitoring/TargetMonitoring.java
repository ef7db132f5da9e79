package org.allowput.infra.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.MessageRetention;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.settings.InvalidSettingsException;
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
 * The monitoring that account A has without account B: alarms of the requests to its bucket and of what CloudTrail
 * records about the role, and a dashboard. EventBridge puts what CloudTrail recorded into a queue, because the policy
 * of a topic cannot say for which rule EventBridge publishes.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html">Request metrics</a>
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html">Policies of
 *     targets</a>
 */
public final class TargetMonitoring extends Construct {
    /** The bucket's configuration of request metrics, which its owner puts if the stack does not create it. */
    public static final String METRICS = "AllowPutToS3";

    /** The characters of an event pattern, unless AWS raises that quota. */
    private static final int PATTERN_CHARACTERS = 2048;

    private static final List<String> ROLE_CHANGES = List.of(
            "AttachRolePolicy",
            "DeleteRole",
            "DeleteRolePermissionsBoundary",
            "DeleteRolePolicy",
            "DetachRolePolicy",
            "PutRolePermissionsBoundary",
            "PutRolePolicy",
            "UpdateAssumeRolePolicy");
    private static final List<String> BUCKET_CHANGES = List.of(
            "DeleteBucket",
            "DeleteBucketLifecycle",
            "DeleteBucketOwnershipControls",
            "DeleteBucketPolicy",
            "DeleteBucketPublicAccessBlock",
            "DeletePublicAccessBlock",
            "PutBucketAcl",
            "PutBucketLifecycle",
            "PutBucketLifecycleConfiguration",
            "PutBucketOwnershipControls",
            "PutBucketPolicy",
            "PutBucketPublicAccessBlock",
            "PutBucketVersioning",
            "PutPublicAccessBlock");
    private static final List<String> KEY_CHANGES =
            List.of("CreateGrant", "DisableKey", "PutKeyPolicy", "RetireGrant", "RevokeGrant", "ScheduleKeyDeletion");

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
                Nothing was put into the bucket for %d hours, or nothing yet since the deployment, minutes after which \
                this alarm starts. It lasts until the first PUT. Ask account B whether it has anything to deliver, and \
                what its alarms show.\
                """.formatted(quietHours),
                alarm -> alarm.threshold(0)
                        .comparisonOperator(ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD)
                        .evaluationPeriods(quietHours)
                        .treatMissingData(TreatMissingData.BREACHING));
        addUnexpectedCaller();
        addRequestDenied();
        addGrantChanged();
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
                List.of("aws.sts"),
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
        List<String> roles = roles().stream()
                .map(role -> Arns.role(settings.target().account(), role))
                .toList();
        CfnRule rule = rule(
                "RequestDenied",
                true,
                List.of("aws.s3"),
                new TreeMap<>(Map.of(
                        "errorCode", List.of("AccessDenied"),
                        "userIdentity", Map.of("sessionContext", Map.of("sessionIssuer", Map.of("arn", roles))))));
        alarms.add("RequestDenied", invocations(rule), """
            S3 denied a request of the role: account B tries what it is not granted, or a policy or a key of \
            account A has changed. CloudTrail's event is in the queue %s.\
            """.formatted(events.getQueueUrl()));
    }

    /**
     * Somebody has changed a role, the bucket or the key. A request that failed has changed nothing. AWS's list of S3's
     * events has {@code PutBucketLifecycle}, {@code PutBucketPublicAccessBlock} and
     * {@code DeleteBucketPublicAccessBlock} for requests with other names in the API, and none about ownership: such an
     * event is matched by both names.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html">S3's events
     *     in CloudTrail</a>
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html">IAM's events</a>
     * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html">KMS's events
     *     </a>
     */
    private void addGrantChanged() {
        List<String> roleNames =
                roles().stream().map(role -> role.replaceFirst(".*/", "")).toList();
        List<String> bucket = List.of(settings.target().bucketName());
        List<String> key = List.of(settings.target().kmsKeyArn().orElse(""));
        CfnRule rule = rule(
                "GrantChanged",
                true,
                List.of("aws.iam", "aws.kms", "aws.s3"),
                new TreeMap<>(Map.of(
                        "errorCode",
                        List.of(Map.of("exists", false)),
                        "$or",
                        List.of(
                                changes(
                                        ROLE_CHANGES,
                                        "iam.amazonaws.com",
                                        "requestParameters",
                                        Map.of("roleName", roleNames)),
                                changes(
                                        BUCKET_CHANGES,
                                        "s3.amazonaws.com",
                                        "requestParameters",
                                        Map.of("bucketName", bucket)),
                                changes(KEY_CHANGES, "kms.amazonaws.com", "resources", Map.of("ARN", key))))));
        alarms.add("GrantChanged", invocations(rule), """
            Somebody changed the role, the bucket's policy, access, lifecycle or versioning, or the key: run \
            bin/prove-access. A deployment of this stack can be such a change, too. CloudTrail's event is in the \
            queue %s.\
            """.formatted(events.getQueueUrl()));
    }

    private static Map<String, Object> changes(List<String> names, String service, String field, Object resource) {
        return new TreeMap<>(Map.of("eventName", names, "eventSource", List.of(service), field, resource));
    }

    private List<String> roles() {
        return settings.trusted().stream()
                .map(trusted -> trusted.role(settings.target()))
                .distinct()
                .toList();
    }

    private Metric ofBucket(String name) {
        Map<String, String> dimensions = Map.of("BucketName", settings.target().bucketName(), "FilterId", METRICS);
        return SourceMetrics.per(Duration.hours(1), SourceMetrics.metric("AWS/S3", name, "Sum", dimensions));
    }

    private static Metric invocations(CfnRule rule) {
        return SourceMetrics.metric("AWS/Events", "Invocations", "Sum", Map.of("RuleName", rule.getRef()));
    }

    /**
     * A rule for what CloudTrail records of services. AssumeRole is read-only for CloudTrail.
     *
     * @throws InvalidSettingsException if the pattern is longer than EventBridge's default quota, since many accounts
     *     have roles with long names
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html">EventBridge quotas</a>
     * @see <a
     *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html">
     *     Read-only management events</a>
     */
    private CfnRule rule(String id, boolean enabled, List<String> sources, Map<String, Object> detail) {
        Map<String, Object> pattern = new TreeMap<>(
                Map.of("source", sources, "detail-type", List.of("AWS API Call via CloudTrail"), "detail", detail));
        int length = JsonDocuments.line(pattern).length();
        if (length > PATTERN_CHARACTERS) {
            throw new InvalidSettingsException(List.of(
                    "replication.furtherSources: seen an event pattern of %d characters for the alarm %s, expected at most %d: set a shorter target.roleName, or deploy some of the accounts under another name"
                            .formatted(length, id, PATTERN_CHARACTERS)));
        }
        CfnRule rule = CfnRule.Builder.create(this, id)
                .state(enabled ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "DISABLED")
                .eventPattern(pattern)
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("Events")
                        .arn(events.getQueueArn())
                        .build()))
                .build();
        ReplicationQueue.allowSending(events, id, ReplicationQueue.EVENTBRIDGE, rule.getAttrArn(), Aws.ACCOUNT_ID);
        return rule;
    }
}
