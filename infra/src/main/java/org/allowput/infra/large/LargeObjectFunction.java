package org.allowput.infra.large;

import java.nio.file.Path;
import org.allowput.contract.FunctionClass;
import org.allowput.infra.function.FunctionEnvironment;
import org.allowput.infra.function.FunctionResources;
import org.allowput.infra.function.FunctionRole;
import org.allowput.infra.function.ReplicationQueue;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.account.SourceSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.value.RoleName;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * The function of the workflow's tasks, from the zip of the other one. It has a role, a log and a concurrency limit of
 * its own, and the largest timeout, of which a range takes a part.
 */
final class LargeObjectFunction extends Construct {

    /** Seconds. https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
    static final int TIMEOUT = 900;

    private final Function function;
    private final Alias live;

    LargeObjectFunction(
            Construct scope, String id, Settings settings, Path zip, String externalId, ReplicationQueue queue) {
        super(scope, id);
        LogGroup log = FunctionResources.log(this, settings);
        FunctionRole role = new FunctionRole(
                this,
                "Access",
                settings,
                log.getLogGroupArn(),
                settings.source().roleName().map(RoleName::ofLargeObjects));
        role.allowResults(settings.get(LargeObjectSettings.BUCKET.name()));
        function = FunctionResources.function(this, settings, zip, log, role.role())
                .functionName(settings.get(LargeObjectSettings.NAME))
                .description("Copies ranges of large objects of %s to %s (ExternalId revision %d)"
                        .formatted(
                                settings.sourceBucket(),
                                settings.targetBucket(),
                                settings.get(SourceSettings.EXTERNAL_ID_REVISION)))
                .handler(FunctionClass.LARGE_OBJECT_HANDLER.qualifiedName())
                .timeout(Duration.seconds(TIMEOUT))
                .environment(FunctionEnvironment.ofLargeObjects(settings, externalId, queue))
                .reservedConcurrentExecutions(
                        settings.get(LargeObjectSettings.RESERVED_CONCURRENCY).orElse(null))
                .build();
        FunctionResources.configure(function, settings);
        live = FunctionResources.live(this, function);
    }

    Alias live() {
        return live;
    }

    String name() {
        return function.getFunctionName();
    }
}
