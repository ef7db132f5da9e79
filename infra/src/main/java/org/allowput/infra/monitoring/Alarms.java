package org.allowput.infra.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.allowput.infra.policy.Conditions;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.CfnSubscription;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * CloudWatch alarms, and the topics that they notify.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html">
 *     AWS::CloudWatch::Alarm</a>
 */
final class Alarms extends Construct {
    private final String runbook;
    private final List<ITopic> topics = new ArrayList<>();
    private final List<Alarm> all = new ArrayList<>();

    /**
     * @param runbook the page that has a section for each alarm
     * @param account whose alarms they are
     */
    Alarms(Construct scope, Optional<String> topicArn, Optional<String> email, String runbook, String account) {
        super(scope, "Alarms");
        this.runbook = runbook;
        topicArn.ifPresent(arn -> topics.add(Topic.fromTopicArn(this, "Topic", arn)));
        email.ifPresent(address -> topics.add(emailTopic(address, account)));
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

    /**
     * Adds an alarm that starts when its metric has been above 0 for one period, and takes missing data for good.
     *
     * @param name names a section of the runbook, too
     * @param description says what the alarm means, and what to do first
     */
    Alarm add(String name, IMetric metric, String description) {
        return add(name, metric, description, alarm -> {});
    }

    /** Adds an alarm with other properties than these. */
    Alarm add(String name, IMetric metric, String description, Consumer<Alarm.Builder> properties) {
        Alarm.Builder builder = Alarm.Builder.create(this, name)
                .metric(metric)
                .threshold(0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .alarmDescription(description + " Runbook: " + runbook + "#" + section(name));
        properties.accept(builder);
        Alarm alarm = builder.build();
        topics.forEach(topic -> {
            alarm.addAlarmAction(new SnsAction(topic));
            alarm.addOkAction(new SnsAction(topic));
        });
        all.add(alarm);
        return alarm;
    }

    /**
     * The section of the runbook, whose heading is the alarm's name in words: of OldestMessage {@code oldest-message}.
     */
    private static String section(String alarm) {
        return alarm.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    List<Alarm> all() {
        return List.copyOf(all);
    }
}
