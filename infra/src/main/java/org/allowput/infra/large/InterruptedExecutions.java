package org.allowput.infra.large;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.account.SourceSettings;
import software.amazon.awscdk.services.events.CfnRule;
import software.constructs.Construct;

/**
 * Sends executions that time out, are stopped, or fail with an error that no state catches to the dead-letter queue:
 * they run no further state that could do so. The message contains the execution's input, which is the event. Other
 * failed executions send it themselves, and end with {@value LargeObjectDefinition#SENT}.
 *
 * <p>AWS does not document that an event has the {@code error}. A failed execution without one is sent, too: if its
 * event is then in the queue twice, both messages ask for the same execution, so that one copy is made. What
 * EventBridge cannot put into the dead-letter queue goes to the queue, whose function hands it over again.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html">Step Functions
 *     events</a>
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html">Dead-letter queues of
 *     rules</a>
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Errors that
 *     States.ALL does not catch</a>
 */
final class InterruptedExecutions extends Construct {
    private final CfnRule rule;

    InterruptedExecutions(Construct scope, String id, Settings settings, ReplicationQueue queue) {
        super(scope, id);
        Map<String, Object> pattern = new TreeMap<>();
        pattern.put("source", List.of("aws.states"));
        pattern.put("detail-type", List.of("Step Functions Execution Status Change"));
        pattern.put(
                "detail",
                new TreeMap<>(Map.of(
                        "stateMachineArn",
                        List.of(Arns.stateMachine(settings)),
                        "$or",
                        List.of(
                                Map.of("status", List.of("TIMED_OUT", "ABORTED")),
                                new TreeMap<>(Map.of(
                                        "status",
                                        List.of("FAILED"),
                                        "error",
                                        List.of(
                                                Map.of("anything-but", List.of(LargeObjectDefinition.SENT)),
                                                Map.of("exists", false))))))));
        rule = CfnRule.Builder.create(this, "Rule")
                .description(
                        "Events of large objects whose copy timed out, was stopped or failed unexpectedly go to the"
                                + " dead-letter queue")
                .eventPattern(pattern)
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("DeadLetters")
                        .arn(queue.deadLettersArn())
                        .deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder()
                                .arn(queue.arn())
                                .build())
                        .build()))
                .build();
        queue.allowMessagesOfRule("InterruptedExecutionsSend", rule.getAttrArn(), settings.get(SourceSettings.ACCOUNT));
    }

    CfnRule rule() {
        return rule;
    }
}
