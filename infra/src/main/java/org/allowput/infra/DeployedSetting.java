package org.allowput.infra;

import java.util.List;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.sourceaccount.Trigger;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.CfnRule;
import software.amazon.awscdk.CfnRuleAssertion;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/**
 * Refuses another value of a setting in one deployment, where that would lose events. The app does not know what is
 * deployed, but CloudFormation does. It keeps the value of a parameter from one deployment to the next, and checks
 * rules before it changes anything.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html">Rules</a>
 */
public final class DeployedSetting extends Construct {
    /** The parameter's value without a workflow. */
    public static final String NONE = "none";

    private DeployedSetting(
            Stack stack, String parameter, String description, List<String> accepted, String rule, String refusal) {
        super(stack, parameter + "Parameter");
        CfnParameter deployed = CfnParameter.Builder.create(this, parameter)
                .type("String")
                .description(description)
                .defaultValue(accepted.getFirst())
                .build();
        deployed.overrideLogicalId(parameter);
        CfnRule.Builder.create(this, "Rule")
                .assertions(List.of(CfnRuleAssertion.builder()
                        .assertValue(Fn.conditionContains(accepted, deployed.getValueAsString()))
                        .assertDescription(refusal)
                        .build()))
                .build()
                .overrideLogicalId(rule);
    }

    /** It would remove the previous trigger before the next one delivers. */
    static void refuseAnotherTrigger(Stack stack, Settings settings) {
        new DeployedSetting(
                stack,
                "DeployedTrigger",
                "The trigger that this stack was deployed with last: docs/deploy.md, Changing the trigger",
                settings.triggers().stream().map(Trigger::toString).toList(),
                "TriggerChangesInTwoDeployments",
                "The stack was deployed with another trigger, and a change in one deployment loses events. Deploy with"
                        + " previousTrigger first: docs/deploy.md, Changing the trigger");
    }

    /**
     * It would end the executions of the workflow, whose events are in no queue any more.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html">
     *     DeleteStateMachine</a>
     */
    static void refuseAnotherWorkflow(Stack stack, Settings settings) {
        new DeployedSetting(
                stack,
                "DeployedLargeObjects",
                "The function's name, if this stack was deployed with the workflow for large objects last; or none:"
                        + " docs/deploy.md, Changing the workflow for large objects",
                List.of(settings.largeObjects().enabled() ? settings.functionName() : NONE),
                "NoExecutionIsEnded",
                "The stack was deployed with another value of largeObjects.enabled: running copies would be lost."
                        + " Wait until none runs, and confirm with DeployedLargeObjects: docs/deploy.md, Changing the"
                        + " workflow for large objects");
    }
}
