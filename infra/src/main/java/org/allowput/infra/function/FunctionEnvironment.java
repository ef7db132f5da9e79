package org.allowput.infra.function;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.allowput.contract.AfterCopy;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.account.TargetSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.function.NetworkSettings;
import org.allowput.infra.settings.function.ReceiptSettings;
import org.allowput.infra.settings.reading.Setting;

/**
 * The function's environment variables. One is the ExternalId, as a reference: Lambda encrypts environment variables at
 * rest, and principals of account B that may call {@code lambda:GetFunctionConfiguration} can read them.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html">Securing
 *     environment variables</a>
 */
public final class FunctionEnvironment {
    /** Of these the functions have no variable. */
    private static final Set<String> ABSENT = Set.of("", "false", AfterCopy.NONE.toString());

    private FunctionEnvironment() {}

    /** Of the function that copies events. */
    static Map<String, String> of(Settings settings, String externalId, ReplicationQueue queue) {
        Map<FunctionVariable, String> variables = common(settings, externalId, queue);
        if (settings.get(LargeObjectSettings.ENABLED)) {
            variables.put(FunctionVariable.LARGE_OBJECTS_STATE_MACHINE_ARN, Arns.stateMachine(settings));
            put(variables, settings, List.of(LargeObjectSettings.THRESHOLD));
        }
        return named(variables, settings);
    }

    /** Of the function that copies ranges of large objects. */
    public static Map<String, String> ofLargeObjects(Settings settings, String externalId, ReplicationQueue queue) {
        Map<FunctionVariable, String> variables = common(settings, externalId, queue);
        variables.put(
                FunctionVariable.LARGE_OBJECTS_BUCKET,
                settings.get(LargeObjectSettings.BUCKET.name()).text());
        put(variables, settings, LargeObjectSettings.GROUP.settings());
        variables.put(FunctionVariable.PART_SIZE_MIB, Integer.toString(LargeObjectSettings.partSize(settings)));
        return named(variables, settings);
    }

    private static Map<String, String> named(Map<FunctionVariable, String> variables, Settings settings) {
        Map<String, String> named = new TreeMap<>();
        variables.forEach((variable, value) -> named.put(variable.name(), value));
        putNetwork(named, settings);
        return named;
    }

    private static Map<FunctionVariable, String> common(Settings settings, String externalId, ReplicationQueue queue) {
        Map<FunctionVariable, String> variables = new EnumMap<>(FunctionVariable.class);
        List<Setting<?>> declarations = new ArrayList<>(Settings.declarations());
        declarations.removeAll(LargeObjectSettings.GROUP.settings());
        put(variables, settings, declarations);
        variables.put(
                FunctionVariable.TARGET_ROLE_ARN,
                Arns.role(settings.get(TargetSettings.ACCOUNT), settings.assumedRole()));
        variables.put(FunctionVariable.EXTERNAL_ID, externalId);
        variables.put(FunctionVariable.QUEUE_URL, queue.url());
        variables.put(FunctionVariable.DEAD_LETTER_QUEUE_URL, queue.deadLettersUrl());
        variables.put(
                FunctionVariable.MAX_RECEIVE_COUNT, Integer.toString(FunctionVariable.MAX_RECEIVE_COUNT.byDefault()));
        variables.put(FunctionVariable.SELECTION, settings.selection().json());
        if (settings.get(ReceiptSettings.ENABLED)) {
            variables.put(
                    FunctionVariable.RECEIPTS_BUCKET,
                    settings.get(ReceiptSettings.BUCKET.name()).text());
        }
        return variables;
    }

    /** Those that have a variable. */
    private static void put(
            Map<FunctionVariable, String> variables, Settings settings, List<? extends Setting<?>> declarations) {
        for (Setting<?> setting : declarations) {
            Object value = settings.get(setting);
            String text = String.valueOf(
                    value instanceof Optional<?> optional
                            ? optional.map(Object::toString).orElse("")
                            : value);
            setting.variable()
                    .filter(variable -> !ABSENT.contains(text))
                    .ifPresent(variable -> variables.put(variable, text));
        }
    }

    /** How the SDK of a function reaches AWS. */
    public static void putNetwork(Map<String, String> variables, Settings settings) {
        // The SDK reads these: https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
        putIf(variables, "AWS_USE_FIPS_ENDPOINT", settings.get(NetworkSettings.FIPS));
        putIf(variables, "AWS_USE_DUALSTACK_ENDPOINT", settings.get(NetworkSettings.DUAL_STACK));
        // The SDK reads HTTP_PROXY for a proxy that it connects to by HTTP, for endpoints of both kinds, and
        // HTTPS_PROXY only
        // where the code says that the proxy itself speaks TLS:
        // https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/http-config-proxy-support.html
        settings.get(NetworkSettings.PROXY_URL).ifPresent(proxy -> variables.put("HTTP_PROXY", proxy));
        settings.get(NetworkSettings.NO_PROXY).ifPresent(hosts -> variables.put("NO_PROXY", hosts));
    }

    private static void putIf(Map<String, String> variables, String name, boolean wanted) {
        if (wanted) {
            variables.put(name, "true");
        }
    }
}
