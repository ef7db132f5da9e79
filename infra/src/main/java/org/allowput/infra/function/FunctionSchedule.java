package org.allowput.infra.function;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.infra.policy.Permissions;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.constructs.Construct;

/**
 * A schedule by which EventBridge Scheduler invokes one function, and the role with which it does so and may do nothing
 * else.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html">EventBridge Scheduler</a>
 */
public final class FunctionSchedule {
    private FunctionSchedule() {}

    /**
     * Creates both in the scope.
     *
     * @param expression as EventBridge Scheduler takes it
     * @param functionArn of a function or an alias
     * @param input the event, as JSON; empty for that of EventBridge Scheduler
     */
    public static CfnSchedule create(
            Construct scope,
            Settings settings,
            String description,
            String expression,
            String functionArn,
            Optional<String> input) {
        return CfnSchedule.Builder.create(scope, "Schedule")
                .description(description)
                .scheduleExpression(expression)
                .flexibleTimeWindow(CfnSchedule.FlexibleTimeWindowProperty.builder()
                        .mode("OFF")
                        .build())
                .target(CfnSchedule.TargetProperty.builder()
                        .arn(functionArn)
                        .roleArn(role(scope, settings, functionArn).getRoleArn())
                        .input(input.orElse(null))
                        .build())
                .build();
    }

    /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
    private static Role role(Construct scope, Settings settings, String functionArn) {
        Map<String, String> account =
                Map.of("aws:SourceAccount", settings.source().account());
        Permissions permissions = new Permissions();
        permissions.allow("InvokeFunction", List.of("lambda:InvokeFunction"), functionArn);
        return Role.Builder.create(scope, "SchedulerRole")
                .assumedBy(ServicePrincipal.Builder.create("scheduler.amazonaws.com")
                        .conditions(Map.of("StringEquals", account))
                        .build())
                .description("EventBridge Scheduler invokes a function")
                .inlinePolicies(Map.of("Invoke", permissions.document()))
                .build();
    }
}
