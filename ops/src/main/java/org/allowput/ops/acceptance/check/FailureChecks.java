package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.acceptance.account.Side;
import org.allowput.ops.acceptance.deploy.Deployed;
import org.allowput.ops.acceptance.deploy.Stacks;
import org.allowput.ops.acceptance.measure.CloudWatchLog;
import org.allowput.ops.acceptance.measure.MeasuredValue;
import org.allowput.ops.aws.QueueDepth;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Account A denies access for a while: what is retried, which alarms start, and what a redrive brings back. */
public record FailureChecks(Checks checks, Deployed deployed, Stacks stacks, OperatorCommands operations) {
    private static final String KEY = "failures/denied";
    /** SQS publishes the metrics of a queue that was inactive up to 15 minutes late. */
    private static final Duration ALARM = Duration.ofMinutes(15);

    /** Returns the delays between the deliveries of the message, where the log has them. */
    public List<MeasuredValue> run(String targetStack) {
        Accounts accounts = deployed.accounts();
        SampleObjects objects = new SampleObjects(deployed);
        CloudWatchLog log = new CloudWatchLog(deployed);
        // The next version of the policy denies everything outside of the prefix, also to sessions that exist.
        stacks.update(Side.TARGET, targetStack, Map.of("KeyPrefix", "elsewhere/"))
                .require(targetStack);
        accounts.awaitPropagation();
        List<MeasuredValue> delays = new ArrayList<>();
        checks.onAws(
                "a message that is denied is delivered again",
                "after 4 to 7 s, then after 15 to 25 s",
                "the function's log is not in the emulator",
                () -> {
                    objects.put(KEY);
                    List<Double> seconds = log.delays(KEY, 2);
                    seconds.forEach(each -> delays.add(MeasuredValue.predicted(
                            "delay before delivery " + (delays.size() + 2),
                            each,
                            "s",
                            delays.isEmpty() ? 5.5 : 20,
                            "docs/operations.md#retries")));
                    // Lambda's pollers and the invocation itself add up to some seconds.
                    boolean inRange = seconds.size() == 2
                            && seconds.get(0) >= 4
                            && seconds.get(0) <= 10
                            && seconds.get(1) >= 15
                            && seconds.get(1) <= 28;
                    return new Observation(inRange, seconds.toString());
                });
        checks.check("a message that is denied again and again goes to the dead-letter queue", "1 dead letter", () -> {
            limitDeliveries(1);
            boolean dead =
                    deployed.accounts().polling().until(Duration.ofMinutes(12), () -> deadLetters(deployed) == 1);
            return new Observation(dead, dead ? "1 dead letter" : deadLetters(deployed) + " dead letters");
        });
        // SQS measures its queues every minute.
        accounts.pauseOnAws(Duration.ofMinutes(2));
        limitDeliveries(100);
        stacks.update(Side.TARGET, targetStack, Map.of("KeyPrefix", "")).require(targetStack);
        accounts.awaitPropagation();
        checks.check("a redrive brings the dead letter back, and its object arrives", "moved, and arrived", () -> {
            String printed =
                    operations.run("redrive", "--yes").require().output().strip();
            boolean arrived = objects.arrived(KEY).isPresent();
            return new Observation(arrived, arrived ? "moved, and arrived" : printed);
        });
        checks.onAwsOnly(
                "the redrive was a message move task of SQS",
                "a completed task of 1 message",
                "the emulator has no such tasks",
                () -> {
                    String queue = arn(deployed.deadLetterQueueUrl());
                    String tasks = deployed
                            .accounts()
                            .source()
                            .sqs()
                            .listMessageMoveTasks(request -> request.sourceArn(queue))
                            .results()
                            .stream()
                            .map(task -> task.status() + " of " + task.approximateNumberOfMessagesMoved())
                            .toList()
                            .toString();
                    return new Observation(tasks.contains("COMPLETED of 1"), tasks);
                });
        return delays;
    }

    /** Whether the alarms of what {@link #run} did have started since; later, because queues are measured late. */
    public void alarms(String stack) {
        for (String alarm : List.of("AccessDenied", "DeadLetters")) {
            checks.onAwsOnly(
                    "the alarm " + alarm + " has started",
                    "a change to ALARM",
                    "log lines and queues create no metrics in the emulator",
                    () -> {
                        String name = stacks.resource(Side.SOURCE, stack, "Alarms" + alarm);
                        boolean started = deployed.accounts()
                                .polling()
                                .until(
                                        ALARM,
                                        () -> deployed
                                                .accounts()
                                                .source()
                                                .cloudWatch()
                                                .describeAlarmHistory(request -> request.alarmName(name)
                                                        .historyItemType(HistoryItemType.STATE_UPDATE))
                                                .alarmHistoryItems()
                                                .stream()
                                                .anyMatch(item ->
                                                        item.historySummary().endsWith("to ALARM")));
                        return new Observation(started, started ? "a change to ALARM" : "no change to ALARM");
                    });
        }
    }

    /** With one delivery, SQS moves a message to the dead-letter queue instead of delivering it again. */
    private void limitDeliveries(int count) {
        String policy = "{\"deadLetterTargetArn\":\"" + arn(deployed.deadLetterQueueUrl()) + "\",\"maxReceiveCount\":"
                + count + "}";
        sqs().setQueueAttributes(request ->
                request.queueUrl(deployed.queueUrl()).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy)));
    }

    private String arn(String url) {
        return sqs().getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
    }

    private SqsClient sqs() {
        return deployed.accounts().source().sqs();
    }

    static long deadLetters(Deployed deployed) {
        QueueDepth depth = QueueDepth.of(deployed.accounts().source().sqs(), deployed.deadLetterQueueUrl());
        return depth.waiting() + depth.inFlight();
    }
}
