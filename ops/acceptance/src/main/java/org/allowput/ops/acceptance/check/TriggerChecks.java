package org.allowput.ops.acceptance.check;

import static org.allowput.ops.aws.DeploymentStacks.SOURCE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.allowput.ops.acceptance.deploy.Deployment;
import org.allowput.ops.acceptance.deploy.Stacks;
import org.allowput.ops.access.Answers;

/** The change of the trigger from {@code sqs} to {@code eventbridge}. */
public record TriggerChecks(Checks checks, Deployment deployment, Stacks stacks) {
    /**
     * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html: five minutes.
     */
    private static final Duration UNTIL_EVENTBRIDGE_DELIVERS = Duration.ofMinutes(6);

    public void run() {
        checks.onAwsOnly(
                "a change of the trigger in one deployment is refused",
                "failed: 400 ValidationError",
                "the emulator does not evaluate rules of templates",
                () -> Answers.to(() -> update(Map.of("NotifyQueue", "false", "UseEventBridge", "true")))
                        .toString());
        checks.check("an object arrives while both triggers are in place", "all 2", () -> {
            deployment.put("trigger/before");
            update(Map.of("UseEventBridge", "true"));
            deployment.put("trigger/both");
            return deployment.allArrive(List.of("trigger/before", "trigger/both"));
        });
        deployment.accounts().pauseOnAws(UNTIL_EVENTBRIDGE_DELIVERS);
        checks.check("an object arrives after the trigger has changed in two deployments", "all 1", () -> {
            update(Map.of("NotifyQueue", "false", "DeployedTrigger", "eventbridge"));
            deployment.put("trigger/after");
            return deployment.allArrive(List.of("trigger/after"));
        });
    }

    private void update(Map<String, String> changed) {
        stacks.update(SOURCE, deployment.source().stack(), changed);
    }
}
