package org.allowput.contract.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventSubscriptionTest {
    private static final String QUEUE = "arn:aws:sqs:us-east-1:222222222222:queue";

    @ParameterizedTest(name = "{0} of {1}*{2} is notified where {3} of {4}*{5} is wanted: {6}")
    @CsvSource({
        "s3:ObjectCreated:*, in/, .csv, s3:ObjectCreated:*, in/, .csv, true",
        "s3:ObjectCreated:*, '', '', s3:ObjectCreated:Put, in/, .csv, true",
        "s3:ObjectCreated:Put, in/, '', s3:ObjectCreated:*, in/, '', false",
        "s3:ObjectCreated:*, in/2026/, '', s3:ObjectCreated:*, in/, '', false",
        "s3:ObjectCreated:*, in/, .csv, s3:ObjectCreated:*, in/, '', false",
        "s3:ObjectRemoved:*, in/, '', s3:ObjectCreated:*, in/, '', false"
    })
    void aWiderSubscriptionCoversANarrowerOne(
            String event, String prefix, String suffix, String wanted, String its, String end, boolean covered) {
        EventSubscription seen = new EventSubscription(QUEUE, event, prefix, suffix);

        assertThat(seen.covers(new EventSubscription(QUEUE, wanted, its, end))).isEqualTo(covered);
        assertThat(seen.covers(new EventSubscription(QUEUE + "2", wanted, its, end)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | seen an object with no fields; expected QueueConfigurations",
                "{\"QueueConfigurations\": {}} | QueueConfigurations is an object; expected an array",
                "{\"QueueConfigurations\": [1]} | QueueConfigurations[0] is a number; expected an object",
                "{\"QueueConfigurations\": [{\"Events\": [\"s3:*\"]}]} | QueueConfigurations[0].QueueArn is missing",
                "{\"QueueConfigurations\": [{\"QueueArn\": \"a\", \"Events\": [1]}]} |"
                        + " QueueConfigurations[0].Events[0] is a number",
            })
    void whatIsNoConfigurationIsRefusedByItsPath(String configuration, String reason) {
        assertThatThrownBy(() -> EventSubscription.parse(JsonObject.parse(configuration)))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void theOutputOfTheStackHasTheSubscriptions() throws UnreadableException {
        assertThat(EventSubscription.parse(JsonObject.parse("""
            {"QueueConfigurations":[{"Id":"AllowPutToS3","Events":["s3:ObjectCreated:*","s3:ObjectRestore:Completed"],
            "QueueArn":"arn:aws:sqs:us-east-1:222222222222:queue",
            "Filter":{"Key":{"FilterRules":[{"Name":"prefix","Value":"in/"}]}}}],"EventBridgeConfiguration":{}}
            """)))
                .containsExactlyInAnyOrder(
                        new EventSubscription(QUEUE, "s3:ObjectCreated:*", "in/", ""),
                        new EventSubscription(QUEUE, "s3:ObjectRestore:Completed", "in/", ""),
                        EventSubscription.EVENT_BRIDGE);
        assertThat(EventSubscription.of(QUEUE, List.of("s3:ObjectCreated:*"), Map.of("Prefix", "in/", "Suffix", "x")))
                .containsExactly(new EventSubscription(QUEUE, "s3:ObjectCreated:*", "in/", "x"));
    }
}
