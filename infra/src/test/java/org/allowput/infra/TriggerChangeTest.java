package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Another trigger takes two deployments. In the first, with {@code previousTrigger}, both ways of an event work; the
 * second removes the previous way. CloudFormation refuses a change in one.
 */
class TriggerChangeTest {
    private static final List<String> TRIGGERS = List.of("sqs", "s3", "eventbridge");

    @Test
    void cloudFormationRefusesATriggerThatIsNeitherTheDeployedNorThePreviousOne() {
        JsonNode first = Synthesised.of(Map.of("trigger", "sqs")).source();
        assertThat(first.at("/Parameters/DeployedTrigger/Default").asText()).isEqualTo("sqs");
        assertThat(allowed(first)).containsExactly("sqs");
        assertThat(allowed(transition("sqs", "eventbridge"))).containsExactly("eventbridge", "sqs");
        assertThat(first.at("/Rules/TriggerChangesInTwoDeployments/Assertions/0/AssertDescription")
                        .asText())
                .contains("previousTrigger", "docs/deploy.md");
    }

    @Test
    void inATransitionBothWaysAreAllowedAndNothingThatThePreviousWayNeedsIsRemoved() {
        for (String previous : TRIGGERS) {
            for (String next : TRIGGERS) {
                if (!previous.equals(next)) {
                    JsonNode transition = transition(previous, next);
                    assertThat(Statements.of(transition))
                            .as("from %s to %s", previous, next)
                            .containsAll(Statements.of(only(previous)))
                            .containsAll(Statements.of(only(next)));
                    assertThat(ids(transition))
                            .as("from %s to %s", previous, next)
                            .containsAll(ids(only(previous)))
                            .containsAll(ids(only(next)));
                    if (previous.equals("s3")) {
                        assertThat(deadLetterConfig(transition)).isEqualTo(deadLetterConfig(only("s3")));
                    }
                }
            }
        }
    }

    /** S3 takes one destination for an event type, besides EventBridge. */
    @Test
    void inATransitionTheBucketNotifiesBothWhereS3CanAndOtherwiseTheNext() {
        assertThat(destinations(transition("sqs", "eventbridge")))
                .containsExactly("EventBridgeConfiguration", "QueueConfigurations");
        assertThat(destinations(transition("eventbridge", "sqs")))
                .containsExactly("EventBridgeConfiguration", "QueueConfigurations");
        assertThat(destinations(transition("s3", "eventbridge")))
                .containsExactly("EventBridgeConfiguration", "LambdaConfigurations");
        assertThat(destinations(transition("eventbridge", "s3")))
                .containsExactly("EventBridgeConfiguration", "LambdaConfigurations");
        assertThat(destinations(transition("sqs", "s3"))).containsExactly("LambdaConfigurations");
        assertThat(destinations(transition("s3", "sqs"))).containsExactly("QueueConfigurations");
    }

    @Test
    void theOwnerOfAnExistingBucketIsGivenBothDestinationsToo() {
        JsonNode transition = Synthesised.of(Map.of(
                        "trigger", "eventbridge",
                        "previousTrigger", "sqs",
                        "source.bucketExists", "true"))
                .source();

        JsonNode configuration = Json.parse(Resolved.in("aws", transition)
                .at("/Outputs/NotificationConfiguration/Value")
                .asText());
        assertThat(configuration.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("QueueConfigurations", "EventBridgeConfiguration");
    }

    private static JsonNode transition(String previous, String next) {
        return Synthesised.of(Map.of("trigger", next, "previousTrigger", previous))
                .source();
    }

    private static JsonNode only(String trigger) {
        return Synthesised.of(Map.of("trigger", trigger)).source();
    }

    private static List<String> allowed(JsonNode template) {
        JsonNode contains = template.at("/Rules/TriggerChangesInTwoDeployments/Assertions/0/Assert/Fn::Contains");
        assertThat(contains.get(1)).isEqualTo(Json.parse("{\"Ref\": \"DeployedTrigger\"}"));
        return contains.get(0).valueStream().map(JsonNode::asText).toList();
    }

    private static List<String> destinations(JsonNode template) {
        return Synthesised.properties(template, "AWS::S3::Bucket", "SourceBucket")
                .get("NotificationConfiguration")
                .properties()
                .stream()
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static JsonNode deadLetterConfig(JsonNode template) {
        return Synthesised.properties(template, "AWS::Lambda::Function", "ReplicationFunction")
                .get("DeadLetterConfig");
    }

    /** Versions of the function have another id for each configuration. */
    private static List<String> ids(JsonNode template) {
        return template.get("Resources").properties().stream()
                .map(Map.Entry::getKey)
                .filter(id -> !id.contains("CurrentVersion"))
                .toList();
    }
}
