package org.allowput.infra.monitoring;

import java.util.List;
import org.allowput.infra.policy.Conditions;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.CfnSubscription;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * A topic with one email subscription, for the alarms of its account.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html">Notifying
 *     users on alarm changes</a>
 */
final class EmailTopic {
    private EmailTopic() {}

    static ITopic create(Construct scope, String id, String address, String account) {
        Topic topic = Topic.Builder.create(scope, id).enforceSsl(true).build();
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
}
