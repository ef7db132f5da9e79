package org.allowput.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.allowput.lambda.events.Delivery.QueueMessage;
import org.allowput.lambda.events.DeliveryResult;
import org.allowput.lambda.retry.FailedMessageScheduler;
import org.allowput.lambda.retry.RetrySchedule;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;

/** The SDK does not send a message once more that SQS may have taken. */
class LateAnswerTest {
    private static final DeliveryResult RETRY = new DeliveryResult.Retry("not now", DeliveryResult.Urgency.NORMAL);

    @Test
    void aMessageIsSentAgainInOneAttemptAndThenWaitsInFlight() {
        ScriptedHttpClient silent = new ScriptedHttpClient(
                new RecordingHttpClient(CannedAws.withoutObject()),
                SdkHttpMethod.POST,
                Collections.nCopies(8, ScriptedHttpClient.NONE).toArray(Integer[]::new));
        try (AwsClients clients =
                SnapshotHooksTest.clients(EnvironmentVariables.read(EnvironmentVariablesTest.required()), silent)) {
            List<DeliveryResult> results = new FailedMessageScheduler(
                            clients.sqs(),
                            clients.sqsWithoutRetries(),
                            "https://sqs.us-east-1.amazonaws.com/222222222222/queue",
                            "https://sqs.us-east-1.amazonaws.com/222222222222/dead-letters",
                            new RetrySchedule(new Random(1), 100),
                            100,
                            (reason, count) -> {})
                    .settle(
                            List.of(new QueueMessage("id", "body", "handle", "", 0, 3, null)),
                            List.of(RETRY),
                            () -> Duration.ofMinutes(5));

            assertThat(results).containsExactly(RETRY);
        }

        assertThat(silent.requests)
                .extracting(
                        request -> request.firstMatchingHeader("X-Amz-Target").orElse(""))
                .startsWith("AmazonSQS.SendMessageBatch", "AmazonSQS.ChangeMessageVisibilityBatch")
                .filteredOn("AmazonSQS.SendMessageBatch"::equals)
                .hasSize(1);
    }
}
