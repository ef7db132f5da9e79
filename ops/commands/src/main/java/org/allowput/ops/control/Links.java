package org.allowput.ops.control;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.FailureCause;
import org.allowput.contract.StackOutput;
import org.allowput.contract.connection.EventSubscription;
import org.allowput.contract.connection.LinkState;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.cli.OperationException;
import org.allowput.policy.Caller;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
import org.allowput.policy.Request;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Reads each link between the source bucket and the target bucket, as far as the caller may. A link whose resource does
 * not exist is cut; one that another error hides is not known.
 *
 * <p>What account A owns cannot be read from account B: its links are judged by what the function was answered in the
 * last hour.
 */
final class Links {
    private static final String EVENTS = "events.amazonaws.com";
    private static final String S3 = "s3.amazonaws.com";
    private static final String INTERRUPTED = "interrupted-rule";

    /** The links of the stack's rules and schedules, by what their logical ids contain. */
    private static final Map<String, String> BY_LOGICAL_ID = Map.of(
            "SourceBucketRule", "rule",
            "InterruptedRule", INTERRUPTED,
            "SourceLookSchedule", "source-look",
            "ReconciliationSchedule", "reconciliation");

    /** A stack that is deployed again does not change what CloudFormation takes for unchanged. */
    private static final String REVERT = "docs/on-call.md#revert-drift";

    private static final String RULE = "AWS::Events::Rule";
    private static final String SCHEDULE = "AWS::Scheduler::Schedule";
    private static final String ALARM = "AWS::CloudWatch::Alarm";

    private final DeployedStack deployed;
    private final LambdaClient lambda;
    private final EventBridgeClient eventBridge;
    private final Map<StackOutput, Map<String, String>> queueAttributes = new EnumMap<>(StackOutput.class);
    private final String alias;
    private final String bucketArn;
    private final List<String> triggers;
    private final List<Link> links = new ArrayList<>();

    private Links(DeployedStack deployed) {
        this.deployed = deployed;
        this.lambda = deployed.clients().build(LambdaClient.builder());
        this.eventBridge = deployed.clients().build(EventBridgeClient.builder());
        this.alias = deployed.outputs().get(StackOutput.FUNCTION_ALIAS_ARN);
        this.bucketArn = "arn:%s:s3:::%s".formatted(alias.split(":", -1)[1], output(StackOutput.SOURCE_BUCKET_NAME));
        this.triggers = List.of(output(StackOutput.TRIGGERS).split(",", -1));
    }

    /**
     * Reads them in the order in which an event passes them.
     *
     * @param mapping the event source mapping, if there is one
     * @param live the configuration of the live version
     * @param copied objects of the last hour; empty if CloudWatch has no metrics of it
     * @param failed objects of the last hour, by the label of their cause
     * @param resume the command that ends a pause
     */
    static List<Link> read(
            DeployedStack deployed,
            Optional<EventSourceMappingConfiguration> mapping,
            GetFunctionConfigurationResponse live,
            Optional<Long> copied,
            Map<String, Long> failed,
            String resume) {
        Links read = new Links(deployed);
        List<StackResourceSummary> resources = new ArrayList<>();
        read.read("stack", REVERT, () -> {
            resources.addAll(deployed
                    .clients()
                    .cloudFormation()
                    .listStackResourcesPaginator(
                            request -> request.stackName(deployed.outputs().stack()))
                    .stackResourceSummaries()
                    .stream()
                    .toList());
            return "";
        });
        read.notification();
        read.queues(read.rules(names(resources, RULE)));
        read.function(mapping, live, resume);
        read.schedules(names(resources, SCHEDULE));
        read.target(copied, failed);
        read.alarms(List.copyOf(names(resources, ALARM).values()));
        return read.links;
    }

    private String output(StackOutput name) {
        return deployed.outputs().get(name);
    }

    /** Physical names by logical ids. */
    private static Map<String, String> names(List<StackResourceSummary> resources, String type) {
        return resources.stream()
                .filter(resource -> type.equals(resource.resourceType()))
                .collect(Collectors.toMap(
                        StackResourceSummary::logicalResourceId, StackResourceSummary::physicalResourceId));
    }

    /** @param cut returns what is wrong, or an empty text; a link that it cannot judge is an OperationException */
    private void read(String name, String repair, Supplier<String> cut) {
        try {
            String seen = cut.get();
            links.add(
                    seen.isEmpty()
                            ? new Link(name, LinkState.CONNECTED, null, null)
                            : new Link(name, LinkState.CUT, seen, repair));
        } catch (AwsServiceException e) {
            String code = String.valueOf(e.awsErrorDetails().errorCode());
            links.add(
                    code.matches(".*(NotFound|NoSuch|NonExistent|DoesNotExist).*")
                            ? new Link(name, LinkState.CUT, "it does not exist: " + code, repair)
                            : new Link(name, LinkState.NOT_KNOWN, code, null));
        } catch (SdkException | OperationException | PolicyException e) {
            links.add(new Link(name, LinkState.NOT_KNOWN, String.valueOf(e.getMessage()), null));
        }
    }

    private void notification() {
        String bucket = output(StackOutput.SOURCE_BUCKET_NAME);
        Map<Boolean, List<EventSubscription>> wanted =
                wantedSubscriptions().stream().collect(Collectors.groupingBy(EventSubscription.EVENT_BRIDGE::equals));
        wanted.forEach((isEventBridge, subscriptions) -> read(
                isEventBridge ? "eventbridge" : "notification",
                "aws s3api put-bucket-notification-configuration --bucket %s --notification-configuration \"$(output"
                                .formatted(bucket)
                        + " NotificationConfiguration)\", with what the bucket has of others:"
                        + " docs/settings.md#notification-of-an-existing-bucket",
                () -> EventSubscription.missing(
                                subscriptions,
                                subscriptions(deployed.clients()
                                        .s3()
                                        .getBucketNotificationConfiguration(request -> request.bucket(bucket))))
                        .stream()
                        .map(missing -> "the bucket does not send " + missing)
                        .collect(Collectors.joining(", "))));
    }

    private List<EventSubscription> wantedSubscriptions() {
        try {
            return EventSubscription.parse(JsonObject.parse(output(StackOutput.NOTIFICATION_CONFIGURATION)));
        } catch (UnreadableException e) {
            throw new OperationException(
                    "the stack's output " + StackOutput.NOTIFICATION_CONFIGURATION.id() + ": " + e.reason());
        }
    }

    private static List<EventSubscription> subscriptions(GetBucketNotificationConfigurationResponse seen) {
        Stream<List<EventSubscription>> queues = seen.queueConfigurations().stream()
                .map(each -> EventSubscription.of(each.queueArn(), each.eventsAsStrings(), rules(each.filter())));
        Stream<List<EventSubscription>> functions = seen.lambdaFunctionConfigurations().stream()
                .map(each ->
                        EventSubscription.of(each.lambdaFunctionArn(), each.eventsAsStrings(), rules(each.filter())));
        Stream<List<EventSubscription>> eventBridge =
                Stream.ofNullable(seen.eventBridgeConfiguration()).map(each -> List.of(EventSubscription.EVENT_BRIDGE));
        return Stream.of(queues, functions, eventBridge)
                .flatMap(each -> each)
                .flatMap(List::stream)
                .toList();
    }

    private static Map<String, String> rules(@Nullable NotificationConfigurationFilter filter) {
        return filter == null || filter.key() == null
                ? Map.of()
                : filter.key().filterRules().stream()
                        .collect(Collectors.toMap(FilterRule::nameAsString, FilterRule::value));
    }

    /** Reads the rules, and returns their ARNs, of those too that the caller may not read. */
    private List<String> rules(Map<String, String> names) {
        names.forEach((id, name) -> {
            String link = linkOf(id);
            String queue = arn(
                    "sqs",
                    queueName(link.equals(INTERRUPTED) ? StackOutput.DEAD_LETTER_QUEUE_URL : StackOutput.QUEUE_URL));
            read(link, "aws events enable-rule --name " + name + ", or if it was deleted or changed, " + REVERT, () -> {
                DescribeRuleResponse rule = eventBridge.describeRule(request -> request.name(name));
                boolean hasTarget = eventBridge.listTargetsByRule(request -> request.rule(name)).targets().stream()
                        .anyMatch(target -> target.arn().equals(queue));
                return rule.state() == RuleState.DISABLED
                        ? "the rule is disabled"
                        : hasTarget ? "" : "the rule has no target " + queue;
            });
        });
        return names.values().stream()
                .map(name -> arn("events", "rule/" + name))
                .toList();
    }

    /** The ARN of a resource of the function's account and Region. */
    private String arn(String service, String resource) {
        String[] ofAlias = alias.split(":", -1);
        return "arn:%s:%s:%s:%s:%s".formatted(ofAlias[1], service, ofAlias[3], ofAlias[4], resource);
    }

    private static String linkOf(String logicalId) {
        return BY_LOGICAL_ID.entrySet().stream()
                .filter(each -> logicalId.contains(each.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(logicalId);
    }

    private String queueName(StackOutput url) {
        return output(url).replaceFirst(".*/", "");
    }

    private void queues(List<String> rules) {
        Map<String, String> senders = new TreeMap<>();
        rules.forEach(arn -> senders.put(arn, EVENTS));
        read("dead-letter-queue", REVERT, () -> {
            Map<String, String> queue = attributes(StackOutput.QUEUE_URL);
            Map<String, String> dead = attributes(StackOutput.DEAD_LETTER_QUEUE_URL);
            return queue.getOrDefault("RedrivePolicy", "").contains(dead.getOrDefault("QueueArn", "-"))
                    ? deniedMessages(dead, senders)
                    : "the queue has no redrive policy that names the dead-letter queue";
        });
        if (triggers.contains("sqs")) {
            senders.put(bucketArn, S3);
        }
        read("queue-policy", REVERT, () -> deniedMessages(attributes(StackOutput.QUEUE_URL), senders));
        KmsClient kms = deployed.clients().build(KmsClient.builder());
        read("queue-key", "aws kms enable-key, or allow the service: docs/settings.md#customer-managed-key", () -> {
            String id = attributes(StackOutput.QUEUE_URL).get("KmsMasterKeyId");
            if (id == null) {
                return "";
            }
            KeyMetadata key = kms.describeKey(request -> request.keyId(id)).keyMetadata();
            String policy =
                    kms.getKeyPolicy(request -> request.keyId(key.arn())).policy();
            return key.keyState() == KeyState.ENABLED
                    ? Stream.of("kms:GenerateDataKey", "kms:Decrypt")
                            .map(action -> deniedSender(policy, action, key.arn(), senders))
                            .filter(seen -> !seen.isEmpty())
                            .findFirst()
                            .orElse("")
                    : "the key is " + key.keyStateAsString();
        });
    }

    /** Asks once for the attributes of a queue, which several links are read from. */
    private Map<String, String> attributes(StackOutput url) {
        return queueAttributes.computeIfAbsent(
                url,
                queue -> deployed.clients()
                        .sqs()
                        .getQueueAttributes(
                                request -> request.queueUrl(output(queue)).attributeNamesWithStrings("All"))
                        .attributesAsStrings());
    }

    private String deniedMessages(Map<String, String> queue, Map<String, String> senders) {
        return deniedSender(
                queue.getOrDefault("Policy", ""), "sqs:SendMessage", queue.getOrDefault("QueueArn", "-"), senders);
    }

    /**
     * Names the first sender that the policy of a queue or its key does not let act: some of them are rules of the
     * stack.
     *
     * @throws OperationException if the stack, the first link, could not be read: its rules are not known
     */
    private String deniedSender(String policy, String action, String resource, Map<String, String> senders) {
        if (links.getFirst().state() != LinkState.CONNECTED) {
            throw new OperationException("the stack's rules are not known");
        }
        return denied(policy, action, resource, senders);
    }

    /**
     * Names the first sender that a policy does not let act for a resource. What a condition asks beyond the key and
     * the account of that resource is not known.
     *
     * @param senders the services, by the ARNs for which they act
     */
    private static String denied(String policy, String action, String resource, Map<String, String> senders) {
        String account = resource.split(":", -1)[4];
        Policy parsed = policy.isEmpty() ? Policy.NOTHING : Policy.parse(policy);
        for (Map.Entry<String, String> sender : senders.entrySet()) {
            Map<String, List<String>> context = Map.of(
                    "aws:SourceArn", List.of(sender.getKey()),
                    "aws:SourceAccount", List.of(account),
                    "aws:SecureTransport", List.of("true"));
            Request request = new Request(action, resource, Caller.of("Service", sender.getValue()), context);
            try {
                if (!parsed.allows(new Request(request.attributes(), true, Set.of()))) {
                    return "the policy does not allow %s by %s for %s"
                            .formatted(action, sender.getValue(), sender.getKey());
                }
            } catch (Request.Undecided e) {
                throw new OperationException("the policy has a condition on " + e.attribute());
            }
        }
        return "";
    }

    private void function(
            Optional<EventSourceMappingConfiguration> mapping, GetFunctionConfigurationResponse live, String resume) {
        read(
                "event-source-mapping",
                resume + ", or if it was deleted, " + REVERT,
                () -> mapping.map(EventSourceMappingConfiguration::state)
                        .map(state -> state.startsWith("Enabl") || state.equals("Updating") ? "" : "it is " + state)
                        .orElse("somebody deleted it"));
        String function = output(StackOutput.FUNCTION_NAME);
        read(
                "concurrency",
                resume,
                () -> Objects.equals(
                                lambda.getFunctionConcurrency(request -> request.functionName(function))
                                        .reservedConcurrentExecutions(),
                                0)
                        ? "the reserved concurrency is 0"
                        : "");
        read(
                "function",
                "put an object, which activates it; if that fails, deploy it again",
                () -> live.state() == State.ACTIVE ? "" : live.stateAsString() + " " + live.stateReason());
        if (triggers.contains("s3")) {
            read(
                    "function-policy",
                    REVERT,
                    () -> denied(
                            lambda.getPolicy(request -> request.functionName(alias))
                                    .policy(),
                            "lambda:InvokeFunction",
                            alias,
                            Map.of(bucketArn, S3)));
        }
        String group = output(StackOutput.FUNCTION_LOG_GROUP_NAME);
        read(
                "log-group",
                "aws logs create-log-group --log-group-name " + group + ", or " + REVERT,
                () ->
                        deployed
                                        .clients()
                                        .logs()
                                        .describeLogGroups(request -> request.logGroupNamePrefix(group))
                                        .logGroups()
                                        .stream()
                                        .anyMatch(each -> each.logGroupName().equals(group))
                                ? ""
                                : "it does not exist, so that no metric is written");
    }

    private void target(Optional<Long> copied, Map<String, Long> failed) {
        Map<String, FailureCause> causes = new LinkedHashMap<>();
        causes.put("target-trust", FailureCause.ASSUME_ROLE_DENIED);
        causes.put("target-access", FailureCause.ACCESS_DENIED);
        causes.put("target-bucket", FailureCause.PERMANENT);
        causes.forEach((link, cause) -> read(link, "docs/on-call.md#dead-letters, " + cause.label(), () -> {
            long objects = failed.getOrDefault(cause.label(), 0L);
            if (objects == 0 && copied.orElse(0L) == 0) {
                throw new OperationException("no object was copied in the last hour");
            }
            return objects == 0 ? "" : "%d objects failed in the last hour: %s".formatted(objects, cause.label());
        }));
    }

    private void schedules(Map<String, String> names) {
        SchedulerClient scheduler = deployed.clients().build(SchedulerClient.builder());
        names.forEach((id, name) -> read(
                linkOf(id),
                REVERT,
                () -> scheduler.getSchedule(request -> request.name(name)).state() == ScheduleState.DISABLED
                        ? "the schedule is disabled"
                        : ""));
    }

    private void alarms(List<String> names) {
        CloudWatchClient cloudWatch = deployed.clients().build(CloudWatchClient.builder());
        SnsClient sns = deployed.clients().build(SnsClient.builder());
        read("alarm-recipient", "confirm the email's subscription, or set alarms.email; for alarms, " + REVERT, () -> {
            if (names.isEmpty()) {
                throw new OperationException("the stack's alarms are not known");
            }
            List<MetricAlarm> alarms = cloudWatch
                    .describeAlarms(request -> request.alarmNames(names).maxRecords(100))
                    .metricAlarms();
            List<String> silent = new ArrayList<>(names);
            alarms.stream()
                    .filter(MetricAlarm::actionsEnabled)
                    .map(MetricAlarm::alarmName)
                    .forEach(silent::remove);
            Set<String> topics = alarms.stream()
                    .flatMap(alarm -> alarm.alarmActions().stream())
                    .collect(Collectors.toSet());
            boolean isConfirmed = topics.stream()
                    .flatMap(
                            topic -> sns
                                    .listSubscriptionsByTopicPaginator(request -> request.topicArn(topic))
                                    .subscriptions()
                                    .stream())
                    .anyMatch(subscription -> subscription.subscriptionArn().startsWith("arn:"));
            if (!silent.isEmpty()) {
                return "deleted or without actions: " + String.join(", ", silent);
            }
            return topics.isEmpty()
                    ? "no alarm notifies anybody"
                    : isConfirmed ? "" : "nobody confirmed a subscription";
        });
    }
}
