package org.allowput.lambda.aftercopy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.AfterCopy;
import org.allowput.lambda.copy.ConfirmedCopy;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/**
 * Sends an event to the default event bus of the source account, once or more for each copy.
 *
 * @param client with the function's own credentials
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">PutEvents</a>
 */
public record SendCopyEvent(EventBridgeClient client, String sourceBucket, String targetBucket)
        implements ConfirmedCopy.Action {
    @Override
    public Optional<Failure> run(ConfirmedCopy copy) {
        try {
            PutEventsRequestEntry event = PutEventsRequestEntry.builder()
                    .source(AfterCopy.EVENT_SOURCE)
                    .detailType(AfterCopy.EVENT_TYPE)
                    .detail(detail(copy))
                    .build();
            PutEventsResponse answer = client.putEvents(request -> request.entries(event));
            return answer.failedEntryCount() == 0
                    ? Optional.empty()
                    : Optional.of(new Failure(
                            Failure.Cause.RETRYABLE,
                            "EventBridge did not take the event of the copy: "
                                    + answer.entries().getFirst().errorMessage()));
        } catch (SdkException e) {
            Failure failure = FailureClassifier.of("EventBridge", e);
            return Optional.of(
                    failure.cause() == Failure.Cause.PERMANENT
                            ? new Failure(Failure.Cause.RETRYABLE, failure.reason())
                            : failure);
        }
    }

    private String detail(ConfirmedCopy copy) {
        Outcome.Versions versions = copy.versions();
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("sourceBucket", sourceBucket);
        detail.put("sourceKey", copy.sourceKey());
        detail.put("eTag", versions.eTag());
        Optional.ofNullable(versions.versionId()).ifPresent(id -> detail.put("versionId", id));
        detail.put("targetBucket", targetBucket);
        detail.put("targetKey", copy.targetKey());
        try {
            return JSON.std.asString(detail);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
