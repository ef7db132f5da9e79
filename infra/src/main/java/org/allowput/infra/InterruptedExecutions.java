package org.allowput.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.services.events.CfnRule;
import software.constructs.Construct;

/**
 * Sends executions that time out, are stopped, or fail with an error that no state catches to the dead-letter queue:
 * they run no further state that could do so. The message contains the execution's input, which is the event. Other
 * failed executions send it themselves, and end with {@value LargeObjectDefinition#SENT}.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html">Step Functions
 *     events</a>
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Errors that
 *     States.ALL does not catch</a>
 */
final class InterruptedExecutions extends Construct {
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
                                        List.of(Map.of("anything-but", List.of(LargeObjectDefinition.SENT)))))))));
        CfnRule rule = CfnRule.Builder.create(this, "Rule")
                .description(
                        "Events of large objects whose copy timed out, was stopped or failed unexpectedly go to the"
                                + " dead-letter queue")
                .eventPattern(pattern)
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("DeadLetters")
                        .arn(queue.deadLettersArn())
                        .build()))
                .build();
        queue.allowDeadLettersOfRule(rule.getAttrArn(), settings.source().account());
    }
}
