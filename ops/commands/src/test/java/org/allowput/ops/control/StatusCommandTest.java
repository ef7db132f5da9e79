package org.allowput.ops.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.allowput.contract.FailureCause;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.CommandRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.EventBridgeConfiguration;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.scheduler.model.GetScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;

/** {@code bin/status} about a deployment with each link, of which one is cut by the answer that AWS documents. */
class StatusCommandTest {
    private static final String QUEUE = "arn:aws:sqs:us-east-1:222222222222:queue";
    private static final String DEAD = "arn:aws:sqs:us-east-1:222222222222:dead";
    private static final String RULES = "arn:aws:events:us-east-1:222222222222:rule/";
    private static final String TOPIC = "arn:aws:sns:us-east-1:222222222222:topic";

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern TEXT = Pattern.compile("\\*([^*]+)\\*");
    /** The commands, without what stands for a name, and the sections that say how. */
    private static final Pattern REPAIR = Pattern.compile("((?<=`)(?:aws|bin/)[^`A-Z]*[^`A-Z ]|#[\\w-]+)");

    private static final Pattern LINK = Pattern.compile("\"link\":\"([^\"]+)\"");

    private final CommandRun command = new CommandRun();
    private final List<StackResourceSummary> resources = new ArrayList<>(List.of(
            resource("AWS::Events::Rule", "SourceBucketRule1", "rule"),
            resource("AWS::Scheduler::Schedule", "SourceLookSchedule1", "look"),
            resource("AWS::CloudWatch::Alarm", "AlarmsErrors1", "alarm"),
            resource("AWS::SQS::Queue", "Queue1", "queue")));

    private GetBucketNotificationConfigurationResponse.Builder notification =
            GetBucketNotificationConfigurationResponse.builder()
                    .queueConfigurations(QueueConfiguration.builder()
                            .queueArn(QUEUE)
                            .events(Event.S3_OBJECT_CREATED)
                            .build())
                    .eventBridgeConfiguration(EventBridgeConfiguration.builder().build());
    private final Map<String, String> ruleStates = new HashMap<>();
    private final List<String> targets = new ArrayList<>(List.of(QUEUE));
    private final Map<String, String> queue = new HashMap<>(Map.of(
            "QueueArn",
            QUEUE,
            "KmsMasterKeyId",
            "key",
            "RedrivePolicy",
            "{\"deadLetterTargetArn\":\"" + DEAD + "\",\"maxReceiveCount\":100}",
            "Policy",
            policy("sqs:SendMessage", "s3", "arn:aws:s3:::source", "events", RULES + "rule")));
    private final Map<String, String> dead =
            new HashMap<>(Map.of("QueueArn", DEAD, "Policy", policy("sqs:SendMessage", "events", RULES + "rule")));
    private String keyState = "Enabled";
    private String keyPolicy = policy("kms:*", "s3", "arn:aws:s3:::source", "events", RULES + "rule");
    private String functionPolicy = policy("lambda:InvokeFunction", "s3", "arn:aws:s3:::source");
    private String mapping = "Enabled";
    private @Nullable Integer concurrency;
    private String functionState = "Active";
    private boolean hasLog = true;
    private String look = "ENABLED";
    private boolean hasAlarm = true;
    private boolean isConfirmed = true;
    private @Nullable FailureCause failing;

    /** What is done to the deployment, and the link that is named. */
    private enum Cut {
        NOTIFICATION("notification"),
        EVENT_BRIDGE("eventbridge"),
        RULE("rule"),
        RULE_DELETED("rule"),
        TARGET("rule"),
        TARGET_ELSEWHERE("rule"),
        QUEUE_POLICY("queue-policy"),
        QUEUE_DENIES("queue-policy"),
        KEY_DISABLED("queue-key"),
        KEY_POLICY("queue-key"),
        DEAD_LETTER_POLICY("dead-letter-queue"),
        REDRIVE("dead-letter-queue"),
        MAPPING_DISABLED("event-source-mapping"),
        MAPPING_DELETED("event-source-mapping"),
        CONCURRENCY("concurrency"),
        INACTIVE("function"),
        FUNCTION_POLICY("function-policy"),
        LOG("log-group"),
        LOOK_DISABLED("source-look"),
        LOOK_DELETED("source-look"),
        TRUST("target-trust"),
        ACCESS("target-access"),
        BUCKET("target-bucket"),
        ALARM("alarm-recipient"),
        SUBSCRIPTION("alarm-recipient");

        private final String link;

        Cut(String link) {
            this.link = link;
        }
    }

    private void cut(Cut cut) {
        switch (cut) {
            case NOTIFICATION -> notification.queueConfigurations(List.of());
            case EVENT_BRIDGE -> notification.eventBridgeConfiguration((EventBridgeConfiguration) null);
            case RULE -> ruleStates.put("rule", "DISABLED");
            case RULE_DELETED -> ruleStates.put("rule", "ResourceNotFoundException");
            case TARGET -> targets.remove(QUEUE);
            case TARGET_ELSEWHERE -> targets.replaceAll(queue -> queue.replace("us-east-1", "us-east-2"));
            case QUEUE_POLICY -> queue.remove("Policy");
            case QUEUE_DENIES ->
                queue.computeIfPresent("Policy", (name, policy) -> denyUnless("aws:SourceAccount", policy));
            case KEY_DISABLED -> keyState = "Disabled";
            case KEY_POLICY -> keyPolicy = policy("kms:*", "events", RULES + "rule");
            case DEAD_LETTER_POLICY -> dead.remove("Policy");
            case REDRIVE -> queue.remove("RedrivePolicy");
            case MAPPING_DISABLED -> mapping = "Disabled";
            case MAPPING_DELETED -> mapping = "";
            case CONCURRENCY -> concurrency = 0;
            case INACTIVE -> functionState = "Inactive";
            case FUNCTION_POLICY -> functionPolicy = policy("lambda:InvokeFunction");
            case LOG -> hasLog = false;
            case LOOK_DISABLED -> look = "DISABLED";
            case LOOK_DELETED -> look = "ResourceNotFoundException";
            case TRUST -> failing = FailureCause.ASSUME_ROLE_DENIED;
            case ACCESS -> failing = FailureCause.ACCESS_DENIED;
            case BUCKET -> failing = FailureCause.PERMANENT;
            case ALARM -> hasAlarm = false;
            case SUBSCRIPTION -> isConfirmed = false;
        }
    }

    /** The policy with a Deny of what comes for another account, or another value of the key. */
    private static String denyUnless(String key, String policy) {
        return policy.replace("\"Statement\":[", """
            "Statement":[{"Effect":"Deny","Principal":"*","Action":"sqs:*",
            "Condition":{"StringNotEquals":{"%s":"333333333333"}}},
            """.formatted(key));
    }

    /** Services and ARNs in turn, after the statement that queues have. */
    private static String policy(String action, String... senders) {
        StringBuilder statements = new StringBuilder("{\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"*\"},"
                + "\"Action\":\"sqs:*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}");
        for (int i = 0; i < senders.length; i += 2) {
            statements.append("""
                ,{"Effect":"Allow","Principal":{"Service":"%s.amazonaws.com"},"Action":"%s",
                "Condition":{"ArnEquals":{"aws:SourceArn":"%s"}}}
                """.formatted(senders[i], action, senders[i + 1]));
        }
        return "{\"Statement\":[" + statements + "]}";
    }

    @BeforeEach
    void answerAsAws() {
        command.output(StackOutput.TRIGGERS, "sqs,eventbridge,s3");
        command.output(StackOutput.FUNCTION_NAME, "f");
        command.output(StackOutput.FUNCTION_LOG_GROUP_NAME, "log");
        command.output(StackOutput.NOTIFICATION_CONFIGURATION, """
            {"QueueConfigurations":[{"Events":["s3:ObjectCreated:*"],"QueueArn":"%s"}],"EventBridgeConfiguration":{}}
            """.formatted(QUEUE));
        command.aws
                .answer(
                        ListStackResourcesRequest.class,
                        request -> ListStackResourcesResponse.builder()
                                .stackResourceSummaries(resources)
                                .build())
                .answer(GetBucketNotificationConfigurationRequest.class, request -> notification.build())
                .answer(DescribeRuleRequest.class, request -> {
                    String state = ruleStates.getOrDefault(request.name(), "ENABLED");
                    if (state.endsWith("Exception")) {
                        throw error(state);
                    }
                    return DescribeRuleResponse.builder()
                            .arn(RULES + request.name())
                            .state(state)
                            .build();
                })
                .answer(
                        ListTargetsByRuleRequest.class,
                        request -> ListTargetsByRuleResponse.builder()
                                .targets(targets.stream()
                                        .map(arn -> Target.builder().arn(arn).build())
                                        .toList())
                                .build())
                .answer(
                        GetQueueAttributesRequest.class,
                        request -> GetQueueAttributesResponse.builder()
                                .attributesWithStrings(request.queueUrl().equals("queue") ? queue : dead)
                                .build())
                .answer(
                        DescribeKeyRequest.class,
                        request -> DescribeKeyResponse.builder()
                                .keyMetadata(metadata -> metadata.arn("arn:aws:kms:us-east-1:222222222222:key/key")
                                        .keyState(keyState))
                                .build())
                .answer(
                        GetKeyPolicyRequest.class,
                        request ->
                                GetKeyPolicyResponse.builder().policy(keyPolicy).build())
                .answer(
                        ListEventSourceMappingsRequest.class,
                        request -> ListEventSourceMappingsResponse.builder()
                                .eventSourceMappings(
                                        mapping.isEmpty()
                                                ? List.of()
                                                : List.of(EventSourceMappingConfiguration.builder()
                                                        .state(mapping)
                                                        .build()))
                                .build())
                .answer(
                        GetFunctionConcurrencyRequest.class,
                        request -> GetFunctionConcurrencyResponse.builder()
                                .reservedConcurrentExecutions(concurrency)
                                .build())
                .answer(
                        GetFunctionConfigurationRequest.class,
                        request -> GetFunctionConfigurationResponse.builder()
                                .version("1")
                                .lastModified("-")
                                .state(functionState)
                                .stateReason("idle")
                                .build())
                .answer(
                        GetPolicyRequest.class,
                        request -> GetPolicyResponse.builder()
                                .policy(functionPolicy)
                                .build())
                .answer(
                        DescribeLogGroupsRequest.class,
                        request -> DescribeLogGroupsResponse.builder()
                                .logGroups(LogGroup.builder()
                                        .logGroupName(hasLog ? "log" : "log-of-another")
                                        .build())
                                .build())
                .answer(GetScheduleRequest.class, request -> {
                    if (look.endsWith("Exception")) {
                        throw error(look);
                    }
                    return GetScheduleResponse.builder().state(look).build();
                })
                .answer(
                        DescribeAlarmsRequest.class,
                        request -> DescribeAlarmsResponse.builder()
                                .metricAlarms(
                                        hasAlarm
                                                ? List.of(MetricAlarm.builder()
                                                        .alarmName("alarm")
                                                        .actionsEnabled(true)
                                                        .alarmActions(TOPIC)
                                                        .build())
                                                : List.of())
                                .build())
                .answer(
                        ListSubscriptionsByTopicRequest.class,
                        request -> ListSubscriptionsByTopicResponse.builder()
                                .subscriptions(Subscription.builder()
                                        .subscriptionArn(isConfirmed ? TOPIC + ":1" : "PendingConfirmation")
                                        .build())
                                .build())
                .answer(GetMetricStatisticsRequest.class, this::metric);
    }

    private GetMetricStatisticsResponse metric(GetMetricStatisticsRequest request) {
        boolean isFailing = failing != null
                && request.dimensions().stream().anyMatch(each -> each.value().equals(failing.label()));
        boolean isCopied = request.metricName().equals("ObjectsCopied");
        return GetMetricStatisticsResponse.builder()
                .datapoints(
                        isFailing || isCopied
                                ? List.of(Datapoint.builder().sum(3.0).build())
                                : List.of())
                .build();
    }

    private static StackResourceSummary resource(String type, String id, String name) {
        return StackResourceSummary.builder()
                .resourceType(type)
                .logicalResourceId(id)
                .physicalResourceId(name)
                .build();
    }

    private static AwsServiceException error(String code) {
        return AwsServiceException.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .message(code)
                .build();
    }

    @Test
    void aDeploymentInWhichEachLinkIsConnectedIsFineOnOneScreen() {
        assertThat(command.run(new StatusCommand())).as(command.err.toString()).isZero();

        assertThat(command.out.toString())
                .doesNotContain("cut", "not known")
                .contains("\nconnected          stack, notification, eventbridge, ")
                .satisfies(text -> assertThat(text.lines()).hasSizeLessThan(24));
    }

    /** Somebody, such as bin/redrive, has received it a moment ago: it can return at any time. */
    @Test
    void aDeadLetterThatIsInFlightIsOne() {
        dead.put("ApproximateNumberOfMessagesNotVisible", "1");

        assertThat(command.run(new StatusCommand())).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aLinkThatIsCutIsNamedWithItsRepair(Cut cut) {
        cut(cut);

        assertThat(command.run(new StatusCommand())).isEqualTo(1);
        assertThat(command.out.toString()).containsPattern("\n" + cut.link + " +cut: .+\\. Repair: .+\n");
        assertThat(command.run(new StatusCommand(), "--json")).isEqualTo(1);
        assertThat(command.out.toString())
                .containsPattern("\\{\"link\":\"" + cut.link + "\",\"state\":\"cut\",\"seen\":\"[^\"]+")
                .containsOnlyOnce("\"state\":\"cut\"");
    }

    /** docs/on-call.md#links has a row per link, with each text that is printed and the repair. */
    @ParameterizedTest
    @EnumSource
    void theTableOfLinksHasWhatIsPrintedAndTheRepair(Cut cut) throws IOException {
        cut(cut);

        command.run(new StatusCommand());
        String printed = command.out
                .toString()
                .lines()
                .filter(line -> line.contains("cut: "))
                .findFirst()
                .orElseThrow();
        List<String> row = Objects.requireNonNull(links().get(cut.link), cut.link);
        assertThat(TEXT.matcher(row.get(3)).results())
                .as(printed)
                .anyMatch(text -> Pattern.compile(text.group(1).replace("…", ".*"))
                        .matcher(printed)
                        .find());
        List<String> repairs = REPAIR.matcher(row.get(4))
                .results()
                .map(repair -> repair.group(1))
                .toList();
        assertThat(printed.substring(printed.indexOf("Repair: ")))
                .contains(repairs.isEmpty() ? List.of(row.get(4)) : repairs);
    }

    @Test
    void theTableOfLinksHasEachLinkOfADeployment() throws IOException {
        resources.add(resource("AWS::Events::Rule", "InterruptedRule1", "interrupted"));
        resources.add(resource("AWS::Scheduler::Schedule", "ReconciliationSchedule1", "reconciliation"));

        command.run(new StatusCommand(), "--json");
        assertThat(LINK.matcher(command.out.toString()).results().map(link -> link.group(1)))
                .containsExactlyInAnyOrderElementsOf(links().keySet());
    }

    /** The cells of the table by link; "the same" is the cell above. */
    private static Map<String, List<String>> links() throws IOException {
        String page = Files.readString(Path.of("..", "..", "docs", "on-call.md"));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        List<String> above = List.of();
        for (String line : page.replaceFirst("(?s).*\n## Links\n.*?--- \\| ---\n(.*?)\n\n.*", "$1")
                .split("\n", -1)) {
            List<String> cells = new ArrayList<>(List.of(line.split(" \\| ", -1)));
            for (int i = 1; i < cells.size(); i++) {
                if (cells.get(i).equals("the same")) {
                    cells.set(i, above.get(i));
                }
            }
            CODE.matcher(cells.getFirst().replaceFirst("\\(.*", ""))
                    .results()
                    .forEach(name -> rows.put(name.group(1), cells));
            above = cells;
        }
        return rows;
    }

    @Test
    void aLinkThatMayNotBeReadIsNotKnownAndNotConnected() {
        command.aws.answer(GetBucketNotificationConfigurationRequest.class, request -> {
            throw error("AccessDenied");
        });

        assertThat(command.run(new StatusCommand())).isZero();
        assertThat(command.out.toString())
                .containsPattern("\nnotification +not known: AccessDenied\n")
                .doesNotContainPattern("\nconnected .*notification");
        assertThat(command.run(new StatusCommand(), "--json")).isZero();
        assertThat(command.out.toString())
                .contains("{\"link\":\"notification\",\"state\":\"not known\",\"seen\":\"AccessDenied\"}");
    }

    @Test
    void withoutTheStacksResourcesWhatDependsOnThemIsNotKnown() {
        command.aws.answer(ListStackResourcesRequest.class, request -> {
            throw error("AccessDenied");
        });

        assertThat(command.run(new StatusCommand())).isZero();
        assertThat(command.out.toString())
                .containsPattern("\nstack +not known: AccessDenied\n")
                .containsPattern("\nqueue-policy +not known: the stack's rules are not known\n")
                .containsPattern("\nalarm-recipient +not known: the stack's alarms are not known\n");
    }

    @Test
    void aPolicyWithAConditionOnWhatIsNotKnownOfEventsIsNotKnown() {
        queue.computeIfPresent("Policy", (name, policy) -> denyUnless("aws:SourceOrgID", policy));

        assertThat(command.run(new StatusCommand())).isZero();
        assertThat(command.out.toString())
                .containsPattern("\nqueue-policy +not known: the policy has a condition on aws:sourceorgid\n");
    }

    @Test
    void withoutMetricsItIsNotKnownWhatWasCopied() {
        command.aws.answer(
                GetMetricStatisticsRequest.class,
                request -> GetMetricStatisticsResponse.builder().build());

        assertThat(command.run(new StatusCommand())).isZero();
        assertThat(command.out.toString())
                .contains("\nlastHour           not known: CloudWatch has no metrics")
                .containsPattern("\ntarget-access +not known: no object was copied in the last hour\n");
        assertThat(command.run(new StatusCommand(), "--json")).isZero();
        assertThat(command.out.toString()).contains("""
            "lastHour":"not known: CloudWatch has no metrics, as nothing was delivered",\
            "links":[{"link":"stack","state":"connected"},\
            """);
    }
}
