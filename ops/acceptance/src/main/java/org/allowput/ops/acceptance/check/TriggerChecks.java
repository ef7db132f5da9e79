package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.allowput.ops.acceptance.account.AccountKind;
import org.allowput.ops.acceptance.deploy.Stacks;
import org.allowput.ops.access.Answers;

/** The change of the trigger from {@code sqs} to {@code eventbridge}. */
public record TriggerChecks(Checks checks, SampleObjects objects, Stacks stacks, String stack) {
    /**
     * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html: five minutes.
     */
    private static final Duration UNTIL_EVENTBRIDGE_DELIVERS = Duration.ofMinutes(6);

    /**
     * Adds EventBridge to the notifications.
     *
     * @return when this was done, by {@link System#nanoTime}
     */
    public long add() {
        checks.onAwsOnly(
                "a change of the trigger in one deployment is refused",
                "a rule of the template fails",
                "the emulator does not evaluate rules of templates",
                () -> {
                    String answer = Answers.to(() -> stacks.update(
                                    AccountKind.SOURCE,
                                    stack,
                                    Map.of("NotifyQueue", "false", "UseEventBridge", "true")))
                            .toString();
                    return new Observation(answer.startsWith("failed: 400"), answer);
                });
        checks.check("an object arrives while both triggers are in place", "all 2", () -> {
            objects.put("trigger/before");
            stacks.update(AccountKind.SOURCE, stack, Map.of("UseEventBridge", "true"))
                    .require(stack);
            objects.put("trigger/both");
            return objects.allArrive(List.of("trigger/before", "trigger/both"));
        });
        return System.nanoTime();
    }

    /** Removes the notifications, as soon as EventBridge delivers. */
    public void complete(long addedAtNanos) {
        Duration since = Duration.ofNanos(System.nanoTime() - addedAtNanos);
        stacks.accounts().pauseOnAws(UNTIL_EVENTBRIDGE_DELIVERS.minus(since));
        checks.check("an object arrives after the trigger has changed in two deployments", "all 1", () -> {
            stacks.update(AccountKind.SOURCE, stack, Map.of("NotifyQueue", "false", "DeployedTrigger", "eventbridge"))
                    .require(stack);
            objects.put("trigger/after");
            return objects.allArrive(List.of("trigger/after"));
        });
    }
}
