package org.allowput.infra.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.infra.construct.PackagedFile;
import org.allowput.infra.policy.Conditions;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.CfnSubscription;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** CloudWatch alarms, as {@code alarms.yaml} declares them, and whom they notify. */
final class Alarms extends Construct {
    private static final Map<String, Object> DECLARED = PackagedFile.yaml("/alarms.yaml");

    private final String runbook;
    private final List<ITopic> topics = new ArrayList<>();
    private final List<String> arns = new ArrayList<>();

    /**
     * Without those that need what the deployment has not.
     *
     * @param runbook the page that has a section for each alarm
     * @param account whose alarms they are
     * @param values by the names of their references, and what the deployment has
     */
    Alarms(
            Construct scope,
            String side,
            Optional<String> topicArn,
            Optional<String> email,
            String runbook,
            String account,
            Map<String, ?> values) {
        super(scope, "Alarms");
        this.runbook = runbook;
        topicArn.ifPresent(arn -> topics.add(Topic.fromTopicArn(this, "Topic", arn)));
        email.ifPresent(address -> topics.add(emailTopic(address, account)));
        ((Map<?, ?>) Objects.requireNonNull(DECLARED.get(side))).forEach((name, declared) -> {
            if (PackagedFile.exists(declared, values)) {
                create(name.toString(), JsonMapper.shared().valueToTree(PackagedFile.filled(declared, values)));
            }
        });
    }

    /**
     * A topic with one subscription.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html">Notifying
     *     users on alarm changes</a>
     */
    private ITopic emailTopic(String address, String account) {
        Topic topic = Topic.Builder.create(this, "EmailTopic").enforceSsl(true).build();
        CfnSubscription.Builder.create(topic, "Subscription")
                .topicArn(topic.getTopicArn())
                .protocol("email")
                .endpoint(address)
                .build();
        topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("AlarmsPublish")
                .actions(List.of("sns:Publish"))
                .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                .resources(List.of(topic.getTopicArn()))
                .conditions(Conditions.actingForAlarms(account))
                .build());
        return topic;
    }

    private void create(String name, JsonNode declared) {
        TreatMissingData missing =
                TreatMissingData.valueOf(declared.path("TreatMissingData").asString("NOT_BREACHING"));
        Alarm alarm = Alarm.Builder.create(this, name)
                .metric(metric(declared))
                .threshold(declared.path("Threshold").asLong(0))
                .comparisonOperator(
                        missing == TreatMissingData.BREACHING
                                ? ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD
                                : ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(declared.path("EvaluationPeriods").asInt(1))
                .treatMissingData(missing)
                .alarmDescription(
                        declared.required("AlarmDescription").asString() + " Runbook: " + runbook + "#" + section(name))
                .build();
        topics.forEach(topic -> {
            alarm.addAlarmAction(new SnsAction(topic));
            alarm.addOkAction(new SnsAction(topic));
        });
        arns.add(alarm.getAlarmArn());
    }

    private static Metric metric(JsonNode declared) {
        JsonNode inTurn = declared.required("Dimensions");
        Map<String, String> dimensions = new TreeMap<>();
        for (int at = 0; at < inTurn.size(); at += 2) {
            dimensions.put(inTurn.get(at).asString(), inTurn.get(at + 1).asString());
        }
        return Metric.Builder.create()
                .namespace(declared.required("Namespace").asString())
                .metricName(declared.required("MetricName").asString())
                .dimensionsMap(dimensions)
                .statistic(declared.path("Statistic").asString("Sum"))
                .period(Duration.seconds(declared.path("Period").asInt(300)))
                .build();
    }

    /**
     * The section of the runbook, whose heading is the alarm's name in words: of OldestMessage {@code oldest-message}.
     */
    private static String section(String alarm) {
        return alarm.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    List<String> arns() {
        return List.copyOf(arns);
    }
}
