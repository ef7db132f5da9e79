package org.allowput.ops.acceptance.check;

import static org.allowput.contract.StackOutput.DEAD_LETTER_QUEUE_URL;
import static org.allowput.contract.StackOutput.QUEUE_URL;
import static org.allowput.ops.aws.DeploymentStacks.TARGET;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.allowput.ops.acceptance.deploy.Accounts;
import org.allowput.ops.acceptance.deploy.Deployment;
import org.allowput.ops.acceptance.deploy.Stacks;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Account A denies access for a while: what is retried, which alarms start, and what a redrive brings back. */
public record FailureChecks(Checks checks, Deployment deployment, Stacks stacks) {
    private static final String KEY = "failures/denied";
    /** SQS publishes the metrics of a queue that was inactive up to 15 minutes late. */
    private static final Duration ALARM = Duration.ofMinutes(15);

    public void run() {
        Accounts accounts = deployment.accounts();
        // The next version of the policy denies everything outside of the prefix, also to sessions that exist.
        permit("elsewhere/");
        // Lambda's pollers and the invocation itself add up to some seconds.
        String delays = "after 4 to 10 s, then after 15 to 28 s";
        checks.onAws(
                "a message that is denied is delivered again",
                delays,
                "the function's log is not in the emulator",
                () -> {
                    deployment.put(KEY);
                    List<Double> seconds = accounts.areOnAws() ? new FunctionLog(deployment).delays(KEY, 2) : List.of();
                    return seconds.size() == 2
                                    && isBetween(4, seconds.getFirst(), 10)
                                    && isBetween(15, seconds.getLast(), 28)
                            ? delays + " (" + seconds + ")"
                            : seconds.toString();
                });
        String expected = "1 dead letter, which arrives after a redrive";
        checks.check("a message that is denied again and again goes to the dead-letter queue", expected, () -> {
            limitDeliveries(1);
            accounts.until(Duration.ofMinutes(12), () -> deployment.messages(DEAD_LETTER_QUEUE_URL) == 1);
            long dead = deployment.messages(DEAD_LETTER_QUEUE_URL);
            // SQS measures its queues every minute: the alarm needs that.
            accounts.pauseOnAws(Duration.ofMinutes(2));
            limitDeliveries(100);
            permit("");
            deployment.run("redrive", "--yes");
            boolean arrived = deployment.arrived(KEY, Deployment.TIMEOUT).isPresent();
            return dead + " dead letter, which " + (arrived ? "arrives" : "is missing") + " after a redrive";
        });
    }

    private static boolean isBetween(double low, double seconds, double high) {
        return low <= seconds && seconds <= high;
    }

    private void permit(String keyPrefix) {
        stacks.update(TARGET, deployment.target().stack(), Map.of("KeyPrefix", keyPrefix));
        deployment.accounts().awaitPropagation();
    }

    /** Whether the alarms of what {@link #run} did have started since; later, because queues are measured late. */
    public void alarms() {
        for (String alarm : List.of("AccessDenied", "DeadLetters")) {
            checks.onAwsOnly(
                    "the alarm " + alarm + " has started",
                    "a change to ALARM",
                    "log lines and queues create no metrics in the emulator",
                    () -> deployment.accounts().until(ALARM, () -> hasStarted(alarm))
                            ? "a change to ALARM"
                            : "no change to ALARM");
        }
    }

    private boolean hasStarted(String alarm) {
        String name = deployment
                .accounts()
                .source()
                .cloudFormation()
                .describeStackResource(request ->
                        request.stackName(deployment.source().stack()).logicalResourceId("Alarms" + alarm))
                .stackResourceDetail()
                .physicalResourceId();
        return deployment
                .accounts()
                .source()
                .cloudWatch()
                .describeAlarmHistory(request -> request.alarmName(name).historyItemType(HistoryItemType.STATE_UPDATE))
                .alarmHistoryItems()
                .stream()
                .anyMatch(item -> item.historySummary().endsWith("to ALARM"));
    }

    /** With one delivery, SQS moves a message to the dead-letter queue instead of delivering it again. */
    private void limitDeliveries(int count) {
        SqsClient sqs = deployment.accounts().source().sqs();
        String arn = sqs.getQueueAttributes(
                        request -> request.queueUrl(deployment.source().get(DEAD_LETTER_QUEUE_URL))
                                .attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
        String policy = "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":" + count + "}";
        sqs.setQueueAttributes(request -> request.queueUrl(deployment.source().get(QUEUE_URL))
                .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy)));
    }
}
