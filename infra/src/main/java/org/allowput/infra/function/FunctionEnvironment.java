package org.allowput.infra.function;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.function.LargeObjectSettings;

/**
 * The function's environment variables. One is the ExternalId, as a reference: Lambda encrypts environment variables at
 * rest, and principals of account B that may call {@code lambda:GetFunctionConfiguration} can read them.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html">Securing
 *     environment variables</a>
 */
public final class FunctionEnvironment {
    /** With a shorter timeout, too: https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html */
    private static final int INITIALIZATION_SECONDS = 130;

    private static final int BESIDES_PRIMING_SECONDS = 30;

    private FunctionEnvironment() {}

    /** Of the function that copies events. */
    static Map<String, String> of(Settings settings, String externalId, ReplicationQueue queue) {
        Map<FunctionVariable, Object> variables = common(settings, externalId, queue);
        variables.put(FunctionVariable.MAX_CONCURRENT_COPIES, settings.queue().concurrentCopies());
        if (settings.largeObjects().enabled()) {
            variables.put(FunctionVariable.LARGE_OBJECTS_STATE_MACHINE_ARN, Arns.stateMachine(settings));
            variables.put(
                    FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB,
                    settings.largeObjects().thresholdMiB());
        }
        int primingLimit = primingLimit(settings.function().timeoutSeconds());
        if (settings.function().snapStart() && primingLimit < FunctionVariable.PRIMING_LIMIT_SECONDS.byDefault()) {
            variables.put(FunctionVariable.PRIMING_LIMIT_SECONDS, primingLimit);
        }
        Map<String, String> environment = environment(variables, settings);
        if (settings.function().snapStart()) {
            environment.putAll(FunctionVariable.OF_SNAPSHOTS);
        }
        return environment;
    }

    /**
     * What an initialization may take, without what it needs besides priming.
     *
     * @see FunctionVariable#PRIMING_LIMIT_SECONDS
     */
    private static int primingLimit(int timeoutSeconds) {
        return Math.max(INITIALIZATION_SECONDS, timeoutSeconds) - BESIDES_PRIMING_SECONDS;
    }

    /** Of the function that copies ranges of large objects. */
    public static Map<String, String> ofLargeObjects(Settings settings, String externalId, ReplicationQueue queue) {
        LargeObjectSettings large = settings.largeObjects();
        Map<FunctionVariable, Object> variables = common(settings, externalId, queue);
        variables.put(
                FunctionVariable.LARGE_OBJECTS_BUCKET, settings.operations().bucketName());
        variables.put(FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB, large.thresholdMiB());
        variables.put(FunctionVariable.LARGE_OBJECTS_RANGE_MIB, large.rangeMiB());
        variables.put(FunctionVariable.PART_SIZE_MIB, large.partMiB());
        return environment(variables, settings);
    }

    /** The variables that name a setting have its value. The others follow from several settings, or from resources. */
    private static Map<FunctionVariable, Object> common(Settings settings, String externalId, ReplicationQueue queue) {
        Map<FunctionVariable, Object> variables = new EnumMap<>(FunctionVariable.class);
        variables.putAll(settings.variables());
        variables.put(
                FunctionVariable.TARGET_ROLE_ARN, Arns.role(settings.target().account(), settings.assumedRole()));
        variables.put(FunctionVariable.SELECTION, settings.selection().json());
        variables.put(FunctionVariable.EXTERNAL_ID, externalId);
        variables.put(FunctionVariable.QUEUE_URL, queue.url());
        variables.put(FunctionVariable.DEAD_LETTER_QUEUE_URL, queue.deadLettersUrl());
        variables.put(FunctionVariable.MAX_RECEIVE_COUNT, FunctionVariable.MAX_RECEIVE_COUNT.byDefault());
        if (settings.receipts().enabled()) {
            variables.put(
                    FunctionVariable.RECEIPTS_BUCKET, settings.operations().bucketName());
        }
        return variables;
    }

    private static Map<String, String> environment(Map<FunctionVariable, Object> variables, Settings settings) {
        Map<String, String> environment = new TreeMap<>(settings.network().variables());
        variables.forEach((variable, value) -> environment.put(variable.name(), value.toString()));
        return environment;
    }
}
