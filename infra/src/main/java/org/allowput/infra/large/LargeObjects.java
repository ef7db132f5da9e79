package org.allowput.infra.large;

import java.nio.file.Path;
import org.allowput.infra.construct.PrivateBucket;
import org.allowput.infra.function.ReplicationMetrics;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * What copies objects that are larger than one invocation copies: a state machine, its function, and a bucket for the
 * results of its tasks. Account A's grant is the same with and without it.
 */
public final class LargeObjects extends Construct {
    private final LargeObjectFunction function;
    private final LargeObjectWorkflow workflow;
    private final InterruptedExecutions interrupted;

    public LargeObjects(
            Construct scope, String id, Settings settings, Path zip, String externalId, ReplicationQueue queue) {
        super(scope, id);
        PrivateBucket.ofOption(
                this,
                settings,
                LargeObjectSettings.BUCKET,
                SourceSettings.ACCESS_LOGS,
                LifecycleRule.builder()
                        .id("ExpireResults")
                        .expiration(Duration.days(LargeObjectSettings.keptDays(settings))));
        function = new LargeObjectFunction(this, "Function", settings, zip, externalId, queue);
        workflow = new LargeObjectWorkflow(this, "Workflow", settings, function.live(), queue);
        interrupted = new InterruptedExecutions(this, "Interrupted", settings, queue);
    }

    public String stateMachineArn() {
        return workflow.arn();
    }

    public CfnRule ruleOfInterrupted() {
        return interrupted.rule();
    }

    public String functionName() {
        return function.name();
    }

    /** A metric of all executions, such as {@code ExecutionsFailed}. */
    public IMetric metric(String name) {
        return workflow.metric(name, ReplicationMetrics.of("Sum"));
    }
}
