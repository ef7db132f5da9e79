package org.allowput.infra.plain;

import java.util.List;
import software.amazon.awscdk.CfnRule;
import software.amazon.awscdk.CfnRuleAssertion;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.ICfnConditionExpression;
import software.amazon.awscdk.Stack;

/** What CloudFormation refuses in account B's template before it changes anything. */
final class SourceRules {
    private static final String CHANGING_TRIGGER =
            "Events on their way would be lost: docs/deploy.md, Changing the trigger";

    private SourceRules() {}

    static void addTo(Stack stack) {
        addRule(
                stack,
                "TheOperationsBucketHasAName",
                Fn.conditionOr(PlainTemplate.isTrue("LargeObjects"), PlainTemplate.isTrue("Receipts")),
                PlainTemplate.isNot(Fn.ref("OperationsBucketName"), SourceTemplate.NO_BUCKET),
                "LargeObjects and Receipts need OperationsBucketName: docs/deploy.md, Account B from a release");
        addRule(
                stack,
                "TheDeployedWorkflowStays",
                PlainTemplate.isTrue("DeployedLargeObjects"),
                PlainTemplate.isTrue("LargeObjects"),
                "Running copies would be lost. Set DeployedLargeObjects to false, after no copy runs:"
                        + " docs/deploy.md, Changing the workflow for large objects");
        addRule(
                stack,
                "TheDeployedWorkflowIsKnown",
                PlainTemplate.isTrue("LargeObjects"),
                PlainTemplate.isTrue("DeployedLargeObjects"),
                "Set DeployedLargeObjects to true, which protects the workflow:"
                        + " docs/deploy.md, Changing the workflow for large objects");
        addRule(
                stack,
                "TheDeployedQueueNotificationStays",
                Fn.conditionEquals(Fn.ref("DeployedTrigger"), "sqs"),
                PlainTemplate.isTrue("NotifyQueue"),
                CHANGING_TRIGGER);
        addRule(
                stack,
                "TheDeployedEventBridgeRuleStays",
                Fn.conditionEquals(Fn.ref("DeployedTrigger"), "eventbridge"),
                PlainTemplate.isTrue("UseEventBridge"),
                CHANGING_TRIGGER);
    }

    private static void addRule(
            Stack stack,
            String name,
            ICfnConditionExpression condition,
            ICfnConditionExpression assertion,
            String refusal) {
        CfnRule.Builder.create(stack, name)
                .ruleCondition(condition)
                .assertions(List.of(CfnRuleAssertion.builder()
                        .assertValue(assertion)
                        .assertDescription(refusal)
                        .build()))
                .build();
    }
}
