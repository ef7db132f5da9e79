package org.allowput.infra;

import java.util.Arrays;
import java.util.List;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.Trigger;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.CfnRule;
import software.amazon.awscdk.CfnRuleAssertion;
import software.amazon.awscdk.Fn;
import software.constructs.Construct;

/**
 * Refuses another trigger in one deployment, which would lose events: it would remove the way of an event before the
 * next one delivers. The app does not know what is deployed, but CloudFormation does. It keeps the value of a parameter
 * from one deployment to the next, and checks rules before it changes anything.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html">Rules</a>
 */
final class DeployedTrigger extends Construct {
    private static final String NAME = "DeployedTrigger";

    DeployedTrigger(Construct scope, Settings settings) {
        super(scope, NAME + "Parameter");
        CfnParameter parameter = CfnParameter.Builder.create(this, NAME)
                .type("String")
                .description("The trigger that this stack was deployed with last: docs/deploy.md, Changing the trigger")
                .allowedValues(names(Arrays.asList(Trigger.values())))
                .defaultValue(settings.trigger().toString())
                .build();
        parameter.overrideLogicalId(NAME);
        CfnRule rule = CfnRule.Builder.create(this, "Rule")
                .assertions(List.of(CfnRuleAssertion.builder()
                        .assertValue(Fn.conditionContains(names(settings.triggers()), parameter.getValueAsString()))
                        .assertDescription(
                                "The stack was deployed with another trigger, and a change in one deployment loses"
                                        + " events. Deploy with previousTrigger first: docs/deploy.md, Changing the"
                                        + " trigger")
                        .build()))
                .build();
        rule.overrideLogicalId("TriggerChangesInTwoDeployments");
    }

    private static List<String> names(List<Trigger> triggers) {
        return triggers.stream().map(Trigger::toString).toList();
    }
}
