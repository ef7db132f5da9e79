package org.allowput.lambda;

import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.receipt.OutcomeLabel;
import org.allowput.lambda.copy.CopyResult;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.copy.StubCopier;
import org.allowput.lambda.events.Delivery.QueueMessage;
import org.allowput.lambda.events.DeliveryResult;
import org.allowput.lambda.large.Executions;
import org.allowput.lambda.replication.CopyExecutor;
import org.allowput.lambda.replication.ReceiptWriter;
import org.allowput.lambda.replication.Replication;
import org.allowput.lambda.replication.Reporter;
import org.allowput.lambda.replication.SourceConnection;
import org.allowput.lambda.retry.FailedMessageScheduler;
import org.allowput.lambda.retry.RetrySchedule;
import org.allowput.lambda.session.SystemResources;
import org.allowput.lambda.settings.FunctionSettings;

/**
 * What a test answers instead of S3, Step Functions and SQS.
 *
 * @param copy the result of a copy
 * @param startWorkflow for an object that is too large
 * @param receipts gets each object of receipts
 * @param failedMessages settles the failed messages
 * @param late gets the bodies of messages that are to be delivered late
 */
record StubReplication(
        BiFunction<CopyTask, Deadline, CopyResult> copy,
        BiFunction<ChangeEvent, TooLarge, Outcome.WorkflowStarted> startWorkflow,
        BiConsumer<String, byte[]> receipts,
        FailedMessages failedMessages,
        Consumer<List<String>> late) {
    @FunctionalInterface
    interface FailedMessages {
        List<DeliveryResult> settle(List<QueueMessage> messages, List<DeliveryResult> results, Deadline deadline);
    }

    Replication with(FunctionSettings settings, Reporter reporter) {
        SystemResources system = SystemResources.ofProcess();
        return new Replication(
                settings,
                new CopyExecutor(
                        new StubCopier(copy),
                        executions(),
                        settings.concurrentCopies(),
                        settings.reserve(),
                        system.threads()),
                new ReceiptWriter(
                        List.of(new ReceiptWriter.Destination("receipts/", OutcomeLabel.WITH_RECEIPT, receipts)),
                        settings,
                        reporter,
                        "request-1",
                        system),
                scheduler(),
                new SourceConnection(UnusedClients.s3(), UnusedClients::eventBridge, "222222222222"),
                reporter);
    }

    private Executions executions() {
        return new Executions(UnusedClients.stepFunctions(), "") {
            @Override
            public Outcome.WorkflowStarted start(ChangeEvent event, TooLarge object) {
                return startWorkflow.apply(event, object);
            }
        };
    }

    private FailedMessageScheduler scheduler() {
        return new FailedMessageScheduler(
                UnusedClients.sqs(),
                UnusedClients.sqs(),
                "",
                "",
                new RetrySchedule(new Random(1), 100),
                1,
                (reason, messages) -> {}) {
            @Override
            public List<DeliveryResult> settle(
                    List<QueueMessage> messages, List<DeliveryResult> results, Deadline deadline) {
                return failedMessages.settle(messages, results, deadline);
            }

            @Override
            public void deliverLate(List<String> bodies, Deadline deadline) {
                late.accept(bodies);
            }
        };
    }
}
