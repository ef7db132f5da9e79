package org.allowput.lambda.replication;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.contract.receipt.Receipts;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.http.RequestCounter;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.SystemResources;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What the function leaves behind at the end of an invocation about one object: a line of its log, and a receipt. */
public record EndedInvocation(S3Client s3, String receipts, String requestId, Instant time) {
    private static final FunctionSettings SETTINGS = EnvironmentVariables.read(Map.ofEntries(
            Map.entry("AWS_REGION", "us-east-1"),
            Map.entry("AWS_LAMBDA_FUNCTION_NAME", "ReplicateObjects"),
            Map.entry("SOURCE_BUCKET", "source"),
            Map.entry("SOURCE_ACCOUNT", "222222222222"),
            Map.entry("TARGET_BUCKET", "target"),
            Map.entry("TARGET_ACCOUNT", "111111111111"),
            Map.entry("TARGET_REGION", "us-east-1"),
            Map.entry("TARGET_ROLE_ARN", "arn:aws:iam::111111111111:role/AllowPutToS3"),
            Map.entry("EXTERNAL_ID", "an-agreed-id"),
            Map.entry("QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/222222222222/queue"),
            Map.entry("DEAD_LETTER_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/222222222222/dead")));

    /** Ends it; returns the lines of the log. */
    public List<String> with(String key, String targetKey, Outcome outcome) {
        List<String> lines = new ArrayList<>();
        InstantSource clock = InstantSource.fixed(time);
        Reporter reporter = new Reporter(
                SETTINGS,
                new Log(lines::add),
                clock,
                requestId,
                () -> new RequestCounter.Counts(1, 0, 0),
                Optional.empty());
        ChangeEvent event =
                new ChangeEvent(ChangeEvent.Kind.CREATED, "ObjectCreated:Put", "source", key, time.minusSeconds(2));
        reporter.outcome("message-1", event, targetKey, outcome);
        new ReceiptWriter(
                        List.of(new ReceiptWriter.Destination(
                                Receipts.PREFIX,
                                OutcomeLabel.WITH_RECEIPT,
                                (name, content) -> s3.putObject(
                                        request -> request.bucket(receipts).key(name),
                                        RequestBody.fromBytes(content)))),
                        SETTINGS,
                        reporter,
                        requestId,
                        new SystemResources(
                                clock,
                                System::nanoTime,
                                new Random(1),
                                Executors::newVirtualThreadPerTaskExecutor,
                                Optional.empty()))
                .write(
                        Map.of(new CopyTask(key, targetKey, MissingSource.SKIP), outcome),
                        List.of(),
                        () -> Duration.ofMinutes(1));
        return lines;
    }
}
