package org.allowput.lambda.events;

import com.amazonaws.services.lambda.runtime.events.S3BatchResponse;
import com.amazonaws.services.lambda.runtime.events.S3BatchResponse.ResultCode;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.ChangeEvent.Kind;
import org.allowput.contract.event.ObjectNameParser;
import org.allowput.contract.json.EventJson;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.SanitizedText;
import org.allowput.contract.json.UnreadableException;

/**
 * Tasks of an S3 Batch Operations job: objects of a manifest, each answered with its own result.
 *
 * <p>Schema 1.0 names the bucket by its ARN; 2.0 by its name, and may have {@code userArguments}, which change nothing
 * here.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html">Invoke AWS Lambda
 *     function</a>
 */
record BatchJobRequest(String schemaVersion, String invocationId, List<Delivery> deliveries)
        implements InvocationRequest {
    /** Of a result string: it is one field of a line in the job's report. */
    private static final int LONGEST_RESULT = 1024;

    private static final String VERSION = "invocationSchemaVersion";

    /** @throws UnreadableException if there is no task that a result could be given to */
    static BatchJobRequest of(JsonObject event) throws UnreadableException {
        String version = event.text(VERSION);
        if (!version.startsWith("1.") && !version.startsWith("2.")) {
            throw new UnreadableException(VERSION + " is " + SanitizedText.of(version, 20)
                    + "; expected 1.0 or 2.0: choose one of them for the job's Lambda operation");
        }
        ChangeEvent.Attempt attempt =
                new ChangeEvent.Attempt(event.has("job") ? event.object("job").text("id") : "", 1);
        List<JrsValue> tasks = event.elements("tasks");
        List<Delivery> deliveries = new ArrayList<>(tasks.size());
        for (int i = 0; i < tasks.size(); i++) {
            JsonObject task = JsonObject.of("tasks[" + i + "]", tasks.get(i));
            deliveries.add(delivery(task.text("taskId"), version, task, attempt));
        }
        return new BatchJobRequest(version, event.text("invocationId"), deliveries);
    }

    private static Delivery delivery(String id, String version, JsonObject task, ChangeEvent.Attempt attempt) {
        try {
            String bucket = version.startsWith("1.")
                    ? ObjectNameParser.bucketOfArn(task, "s3BucketArn")
                    : ObjectNameParser.bucket(task, "s3Bucket");
            String key = ObjectNameParser.formDecodedKey(task.text("s3Key"), task.at("s3Key"));
            return new Delivery.Changes(
                    id, List.of(new ChangeEvent(Kind.TASK, "BatchOperations:Task", bucket, key, null, attempt)));
        } catch (UnreadableException e) {
            return new Delivery.Unreadable(id, e.reason());
        }
    }

    @Override
    public void answer(List<DeliveryResult> results, OutputStream out) throws IOException {
        List<S3BatchResponse.Result> reported = DeliveryReport.each(deliveries, results).stream()
                .map(each -> new S3BatchResponse.Result(
                        each.delivery().id(),
                        code(each.result()),
                        SanitizedText.of(each.result().text(), LONGEST_RESULT)))
                .toList();
        out.write(EventJson.write(S3BatchResponse.builder()
                .withInvocationSchemaVersion(schemaVersion)
                // A task without a result is one that this function lost: never a success.
                .withTreatMissingKeysAs(ResultCode.PermanentFailure)
                .withInvocationId(invocationId)
                .withResults(reported)
                .build()));
    }

    private static ResultCode code(DeliveryResult result) {
        return switch (result) {
            case DeliveryResult.Done done -> ResultCode.Succeeded;
            case DeliveryResult.Retry retry -> ResultCode.TemporaryFailure;
            case DeliveryResult.Failed failed -> ResultCode.PermanentFailure;
        };
    }
}
