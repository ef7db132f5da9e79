package org.allowput.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.allowput.lambda.events.Delivery.QueueMessage;
import org.allowput.lambda.events.DeliveryResult;
import org.allowput.lambda.retry.FailedMessageScheduler;
import org.allowput.lambda.retry.RetrySchedule;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;

/** What the SDK does if SQS answers no request: whether it sends a message again that SQS may have taken. */
class LateAnswerTest {
    private static final DeliveryResult RETRY = new DeliveryResult.Retry("not now", DeliveryResult.Urgency.NORMAL);

    private static final String SEND = "AmazonSQS.SendMessageBatch";

    private final ScriptedHttpClient silent = new ScriptedHttpClient(
            new RecordingHttpClient(CannedAws.withoutObject()),
            SdkHttpMethod.POST,
            Collections.nCopies(8, ScriptedHttpClient.NONE).toArray(Integer[]::new));

    @Test
    void aMessageIsSentAgainInOneAttemptAndThenWaitsInFlight() {
        run(scheduler -> assertThat(scheduler.settle(
                        List.of(new QueueMessage("id", "body", "handle", "", 0, 3, null)),
                        List.of(RETRY),
                        () -> Duration.ofMinutes(5)))
                .containsExactly(RETRY));

        assertThat(operations())
                .startsWith(SEND, "AmazonSQS.ChangeMessageVisibilityBatch")
                .containsOnlyOnce(SEND);
    }

    /** Nothing else sends it: S3 tries the task again, and sees that the object is gone. */
    @Test
    void theEventOfATaskWhoseRequestMayTakeEffectLaterIsSentInSeveralAttempts() {
        run(scheduler -> scheduler.deliverLate(List.of("event"), () -> Duration.ofMinutes(5)));

        assertThat(operations()).hasSizeGreaterThan(1).containsOnly(SEND);
    }

    private void run(Consumer<FailedMessageScheduler> test) {
        try (AwsClients clients =
                SnapshotHooksTest.clients(EnvironmentVariables.read(EnvironmentVariablesTest.required()), silent)) {
            test.accept(new FailedMessageScheduler(
                    clients.sqs(),
                    clients.sqsWithoutRetries(),
                    "https://sqs.us-east-1.amazonaws.com/222222222222/queue",
                    "https://sqs.us-east-1.amazonaws.com/222222222222/dead-letters",
                    new RetrySchedule(new Random(1), 100),
                    100,
                    (reason, count) -> {}));
        }
    }

    private List<String> operations() {
        return silent.requests.stream()
                .map(request -> request.firstMatchingHeader("X-Amz-Target").orElse(""))
                .toList();
    }
}
