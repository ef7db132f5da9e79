package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whom the alarms notify. */
class AlarmRecipientsTest {
    private static final String TOPIC = "arn:aws:sns:us-east-1:222222222222:on-call";
    private static final String ADDRESS = "on-call@example.com";
    private static final Synthesised BY_EMAIL = Synthesised.of(Map.of("alarms.email", ADDRESS));

    @Test
    void anEmailAddressIsSubscribedToATopicThatEveryAlarmNotifiesWhenItStartsAndWhenItEnds() {
        String topic = Synthesised.logicalId(BY_EMAIL.source(), "AWS::SNS::Topic", "Alarms");
        JsonNode subscription = Synthesised.properties(BY_EMAIL.source(), "AWS::SNS::Subscription", "Alarms");

        assertThat(subscription)
                .isEqualTo(Json.parse("{\"Endpoint\": \"%s\", \"Protocol\": \"email\", \"TopicArn\": \"${%s}\"}"
                        .formatted(ADDRESS, topic)));
        for (String actions : List.of("AlarmActions", "OKActions")) {
            assertThat(actions(BY_EMAIL, actions)).isNotEmpty().containsOnly(Json.parse("[\"${" + topic + "}\"]"));
        }
    }

    /** With a policy of its own a topic accepts nothing that the policy does not allow. */
    @Test
    void onlyAlarmsOfTheAccountMayPublishToTheTopicAndNobodyByPlainHttp() {
        assertThat(Statements.of(BY_EMAIL.source()))
                .filteredOn(line -> line.contains(" sns:"))
                .containsExactly(
                        "AlarmsEmailTopicPolicy: Allow sns:Publish on ${AlarmsEmailTopic} by"
                            + " [cloudwatch.amazonaws.com] if"
                            + " {\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:cloudwatch:${AWS::Region}:222222222222:alarm:*\"},"
                            + "\"StringEquals\":{\"aws:SourceAccount\":\"222222222222\"}}",
                        "AlarmsEmailTopicPolicy: Deny sns:Publish on ${AlarmsEmailTopic} by [*] if"
                                + " {\"Bool\":{\"aws:SecureTransport\":\"false\"}}");
    }

    @Test
    void aTopicAndAnEmailAddressAreBothNotified() {
        Synthesised both = Synthesised.of(Map.of("alarms.email", ADDRESS, "alarms.topicArn", TOPIC));

        assertThat(actions(both, "OKActions"))
                .allSatisfy(actions -> assertThat(actions).hasSize(2));
    }

    @Test
    void whoSaysThatNobodyIsNotifiedHasTheAlarmsAlone() {
        Synthesised none = Synthesised.of(Map.of("alarms.email", "none"));

        assertThat(none.source().toString()).contains("AWS::CloudWatch::Alarm").doesNotContain("AWS::SNS::");
    }

    private static List<JsonNode> actions(Synthesised app, String actions) {
        return Synthesised.all(app.source(), "AWS::CloudWatch::Alarm").stream()
                .map(alarm -> alarm.path(actions))
                .toList();
    }
}
