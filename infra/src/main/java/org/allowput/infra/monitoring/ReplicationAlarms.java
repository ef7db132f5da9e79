package org.allowput.infra.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.allowput.infra.policy.Conditions;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.HorizontalAnnotation;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.CfnSubscription;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** CloudWatch alarms. Each description says what the alarm means, what to do first, and where the runbook has more. */
public final class ReplicationAlarms extends Construct {
    private final String runbook;
    private final List<ITopic> topics = new ArrayList<>();
    private final SequencedMap<String, Alarm> alarms = new LinkedHashMap<>();

    /**
     * With their recipients.
     *
     * @param runbook the page that has a section for each alarm
     * @param account whose alarms they are
     */
    public ReplicationAlarms(
            Construct scope,
            String id,
            Optional<String> topicArn,
            Optional<String> email,
            String runbook,
            String account,
            List<AlarmDefinition> definitions) {
        super(scope, id);
        this.runbook = runbook;
        topicArn.ifPresent(arn -> topics.add(Topic.fromTopicArn(this, "Topic", arn)));
        email.ifPresent(address -> topics.add(emailTopic(address, account)));
        definitions.forEach(definition -> alarms.put(definition.name(), create(definition)));
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

    private Alarm create(AlarmDefinition definition) {
        Alarm alarm = Alarm.Builder.create(this, definition.name())
                .metric(definition.metric())
                .threshold(definition.threshold())
                .comparisonOperator(
                        definition.missing() == TreatMissingData.BREACHING
                                ? ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD
                                : ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(definition.periods())
                .treatMissingData(definition.missing())
                .alarmDescription(definition.description() + " Runbook: " + runbook + "#" + section(definition.name()))
                .build();
        topics.forEach(topic -> {
            alarm.addAlarmAction(new SnsAction(topic));
            alarm.addOkAction(new SnsAction(topic));
        });
        return alarm;
    }

    /**
     * The section of the runbook, whose heading is the alarm's name in words: of OldestMessage {@code oldest-message}.
     */
    public static String section(String alarm) {
        return alarm.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    List<Alarm> all() {
        return List.copyOf(alarms.values());
    }

    /** The threshold of an alarm, as a line across a graph of its metric. */
    HorizontalAnnotation threshold(String name) {
        return Objects.requireNonNull(alarms.get(name), "no alarm of that name").toAnnotation();
    }
}
