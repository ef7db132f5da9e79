package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.ops.acceptance.account.AccountKind;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.acceptance.deploy.Deployed;
import org.allowput.ops.acceptance.deploy.Stacks;
import org.allowput.ops.acceptance.measure.CloudWatchLog;
import org.allowput.ops.acceptance.measure.MeasuredValue;
import org.allowput.ops.queue.QueueDepth;
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
        // The next version of the policy denies everything outside of the prefix, also to sessions that exist.
        stacks.update(AccountKind.TARGET, targetStack, Map.of("KeyPrefix", "elsewhere/"))
                .require(targetStack);
        accounts.awaitPropagation();
        List<MeasuredValue> delays = new ArrayList<>();
        checks.onAws(
                "a message that is denied is delivered again",
                "after 4 to 10 s, then after 15 to 28 s",
                "the function's log is not in the emulator",
                () -> {
                    objects.put(KEY);
                    List<Double> seconds = new CloudWatchLog(deployed).delays(KEY, 2);
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
        String expected = "1 dead letter, which arrives after a redrive";
        checks.check("a message that is denied again and again goes to the dead-letter queue", expected, () -> {
            limitDeliveries(1);
            accounts.polling().until(Duration.ofMinutes(12), () -> deadLetters(deployed) == 1);
            long dead = deadLetters(deployed);
            // SQS measures its queues every minute: the alarm needs that.
            accounts.pauseOnAws(Duration.ofMinutes(2));
            limitDeliveries(100);
            stacks.update(AccountKind.TARGET, targetStack, Map.of("KeyPrefix", ""))
                    .require(targetStack);
            accounts.awaitPropagation();
            operations.run("redrive", "--yes");
            boolean arrived = objects.arrived(KEY).isPresent();
            return Observation.same(
                    expected,
                    dead + " dead letter, which " + (arrived ? "arrives" : "is missing") + " after a redrive");
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
                        String name = stacks.resource(AccountKind.SOURCE, stack, "Alarms" + alarm);
                        boolean started = deployed.accounts().polling().until(ALARM, () -> hasStarted(name));
                        return new Observation(started, started ? "a change to ALARM" : "no change to ALARM");
                    });
        }
    }

    private boolean hasStarted(String alarm) {
        return deployed
                .accounts()
                .source()
                .cloudWatch()
                .describeAlarmHistory(request -> request.alarmName(alarm).historyItemType(HistoryItemType.STATE_UPDATE))
                .alarmHistoryItems()
                .stream()
                .anyMatch(item -> item.historySummary().endsWith("to ALARM"));
    }

    /** With one delivery, SQS moves a message to the dead-letter queue instead of delivering it again. */
    private void limitDeliveries(int count) {
        SqsClient sqs = deployed.accounts().source().sqs();
        String arn = sqs.getQueueAttributes(request ->
                        request.queueUrl(deployed.deadLetterQueueUrl()).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
        String policy = "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":" + count + "}";
        sqs.setQueueAttributes(request ->
                request.queueUrl(deployed.queueUrl()).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy)));
    }

    static long deadLetters(Deployed deployed) {
        QueueDepth depth = QueueDepth.of(deployed.accounts().source().sqs(), deployed.deadLetterQueueUrl());
        return depth.waiting() + depth.inFlight();
    }
}
