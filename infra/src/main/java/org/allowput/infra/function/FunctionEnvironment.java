package org.allowput.infra.function;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.AfterCopy;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.function.NetworkSettings;
import org.allowput.infra.settings.function.ReplicationFunctionSettings;

/**
 * The function's environment variables. One is the ExternalId, as a reference: Lambda encrypts environment variables at
 * rest, and principals of account B that may call {@code lambda:GetFunctionConfiguration} can read them.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html">Securing
 *     environment variables</a>
 */
public final class FunctionEnvironment {
    private FunctionEnvironment() {}

    /** Of the function that copies events. */
    static Map<String, String> of(Settings settings, String externalId, ReplicationQueue queue) {
        Map<FunctionVariable, String> variables = common(settings, externalId, queue);
        if (settings.largeObjects().enabled()) {
            variables.put(FunctionVariable.LARGE_OBJECTS_STATE_MACHINE_ARN, Arns.stateMachine(settings));
            variables.put(FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB, threshold(settings));
        }
        return named(variables, settings.network());
    }

    /** Of the function that copies ranges of large objects. */
    public static Map<String, String> ofLargeObjects(Settings settings, String externalId, ReplicationQueue queue) {
        LargeObjectSettings largeObjects = settings.largeObjects();
        Map<FunctionVariable, String> variables = common(settings, externalId, queue);
        variables.put(
                FunctionVariable.LARGE_OBJECTS_BUCKET, largeObjects.bucket().text());
        variables.put(FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB, threshold(settings));
        variables.put(FunctionVariable.PART_SIZE_MIB, Integer.toString(largeObjects.partSize()));
        variables.put(
                FunctionVariable.LARGE_OBJECTS_RANGE_MIB,
                Integer.toString(largeObjects.rangeAt(settings.function().expectedPace())));
        return named(variables, settings.network());
    }

    private static Map<String, String> named(Map<FunctionVariable, String> variables, NetworkSettings network) {
        Map<String, String> named = new TreeMap<>();
        variables.forEach((variable, value) -> named.put(variable.name(), value));
        putNetwork(named, network);
        return named;
    }

    private static String threshold(Settings settings) {
        return Integer.toString(settings.largeObjects().thresholdOf(settings.function()));
    }

    private static Map<FunctionVariable, String> common(Settings settings, String externalId, ReplicationQueue queue) {
        ReplicationFunctionSettings function = settings.function();
        Map<FunctionVariable, String> variables = new EnumMap<>(FunctionVariable.class);
        variables.put(FunctionVariable.SOURCE_BUCKET, settings.source().bucket().text());
        variables.put(
                FunctionVariable.SOURCE_ACCOUNT, settings.source().account().text());
        variables.put(FunctionVariable.TARGET_BUCKET, settings.target().bucket().text());
        variables.put(
                FunctionVariable.TARGET_ACCOUNT, settings.target().account().text());
        variables.put(FunctionVariable.TARGET_REGION, settings.target().region().text());
        variables.put(
                FunctionVariable.TARGET_ROLE_ARN, Arns.role(settings.target().account(), settings.assumedRole()));
        variables.put(FunctionVariable.EXTERNAL_ID, externalId);
        variables.put(FunctionVariable.QUEUE_URL, queue.url());
        variables.put(FunctionVariable.DEAD_LETTER_QUEUE_URL, queue.deadLettersUrl());
        variables.put(
                FunctionVariable.MAX_RECEIVE_COUNT,
                Integer.toString(settings.queue().maxReceiveCount()));
        variables.put(FunctionVariable.SELECTION, settings.selection().json());
        putUnlessEmpty(
                variables, FunctionVariable.DEPLOYMENT_NAME, settings.name().text());
        variables.put(FunctionVariable.MAX_CONCURRENT_COPIES, Integer.toString(function.concurrentCopies()));
        variables.put(FunctionVariable.EXPECTED_MIB_PER_SECOND, Integer.toString(function.expectedPace()));
        putIf(variables, FunctionVariable.REPLICATE_TAGS, settings.optIns().replicateTags());
        putIf(variables, FunctionVariable.REPLICATE_DELETES, settings.optIns().replicateDeletes());
        putIf(variables, FunctionVariable.SET_SOURCE_IDENTITY, settings.optIns().sourceIdentity());
        putIf(variables, FunctionVariable.NARROW_SESSIONS, settings.optIns().narrowSessions());
        if (settings.source().afterCopy() != AfterCopy.NONE) {
            variables.put(
                    FunctionVariable.SOURCE_AFTER_COPY,
                    settings.source().afterCopy().toString());
        }
        putIf(variables, FunctionVariable.WRITE_ONCE, settings.target().writeOnce());
        if (settings.receipts().enabled()) {
            variables.put(
                    FunctionVariable.RECEIPTS_BUCKET,
                    settings.receipts().bucket().text());
        }
        settings.target().kmsKey().ifPresent(key -> variables.put(FunctionVariable.TARGET_KMS_KEY_ARN, key));
        function.storageClass()
                .ifPresent(storageClass -> variables.put(FunctionVariable.STORAGE_CLASS, storageClass.name()));
        return variables;
    }

    /** How the SDK of a function reaches AWS. */
    public static void putNetwork(Map<String, String> variables, NetworkSettings network) {
        // The SDK reads these: https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
        putIf(variables, "AWS_USE_FIPS_ENDPOINT", network.fips());
        putIf(variables, "AWS_USE_DUALSTACK_ENDPOINT", network.dualStack());
        // The SDK reads HTTP_PROXY for a proxy that it connects to by HTTP, for endpoints of both kinds, and
        // HTTPS_PROXY only
        // where the code says that the proxy itself speaks TLS:
        // https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/http-config-proxy-support.html
        network.proxyUrl().ifPresent(proxy -> variables.put("HTTP_PROXY", proxy));
        network.noProxy().ifPresent(hosts -> variables.put("NO_PROXY", hosts));
    }

    private static <K> void putIf(Map<K, String> variables, K name, boolean wanted) {
        if (wanted) {
            variables.put(name, "true");
        }
    }

    private static <K> void putUnlessEmpty(Map<K, String> variables, K name, String value) {
        if (!value.isEmpty()) {
            variables.put(name, value);
        }
    }
}
