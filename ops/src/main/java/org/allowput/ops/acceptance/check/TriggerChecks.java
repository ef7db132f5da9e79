package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.allowput.ops.acceptance.account.Side;
import org.allowput.ops.acceptance.deploy.Stacks;

/** The change of the trigger from {@code sqs} to {@code eventbridge}. */
public record TriggerChecks(Checks checks, Copies copies, Stacks stacks, String stack) {
    /**
     * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html: five minutes.
     */
    private static final Duration UNTIL_EVENTBRIDGE_DELIVERS = Duration.ofMinutes(6);

    public void run() {
        checks.onAwsOnly(
                "a change of the trigger in one deployment is refused",
                "a rule of the template fails",
                "the emulator does not evaluate rules of templates",
                () -> {
                    String answer = RequestAnswer.to(() -> stacks.update(
                            Side.SOURCE, stack, Map.of("NotifyQueue", "false", "UseEventBridge", "true")));
                    return new Seen(answer.startsWith("400"), answer);
                });
        checks.check("objects of both triggers arrive while the trigger changes in two deployments", "all 3", () -> {
            copies.put("trigger/before");
            stacks.update(Side.SOURCE, stack, Map.of("UseEventBridge", "true")).require(stack);
            copies.put("trigger/both");
            stacks.accounts().pauseOnAws(UNTIL_EVENTBRIDGE_DELIVERS);
            stacks.update(Side.SOURCE, stack, Map.of("NotifyQueue", "false", "DeployedTrigger", "eventbridge"))
                    .require(stack);
            copies.put("trigger/after");
            return copies.allArrive(List.of("trigger/before", "trigger/both", "trigger/after"));
        });
    }
}
