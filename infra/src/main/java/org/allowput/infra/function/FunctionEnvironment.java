package org.allowput.infra.function;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.allowput.contract.FunctionVariable;
import org.allowput.infra.policy.Arns;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.account.TargetSettings;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.function.QueueSettings;
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
    private static final Set<String> ABSENT = Set.of("", "false");

    private FunctionEnvironment() {}

    /** Of the function that copies events. */
    static Map<String, String> of(Settings settings, String externalId, ReplicationQueue queue) {
        Map<String, String> variables = common(settings, externalId, queue);
        variables.put(
                FunctionVariable.MAX_CONCURRENT_COPIES.name(),
                Integer.toString(QueueSettings.concurrentCopies(settings)));
        if (settings.get(LargeObjectSettings.ENABLED)) {
            variables.put(FunctionVariable.LARGE_OBJECTS_STATE_MACHINE_ARN.name(), Arns.stateMachine(settings));
            put(variables, settings, List.of(LargeObjectSettings.THRESHOLD));
        }
        return variables;
    }

    /** Of the function that copies ranges of large objects. */
    public static Map<String, String> ofLargeObjects(Settings settings, String externalId, ReplicationQueue queue) {
        Map<String, String> variables = common(settings, externalId, queue);
        variables.put(FunctionVariable.LARGE_OBJECTS_BUCKET.name(), settings.text(LargeObjectSettings.BUCKET.name()));
        put(variables, settings, LargeObjectSettings.GROUP.settings());
        variables.put(FunctionVariable.PART_SIZE_MIB.name(), Integer.toString(LargeObjectSettings.partSize(settings)));
        return variables;
    }

    private static Map<String, String> common(Settings settings, String externalId, ReplicationQueue queue) {
        List<Setting<?>> declarations = new ArrayList<>(Settings.declarations());
        declarations.removeAll(LargeObjectSettings.GROUP.settings());
        Map<FunctionVariable, String> others = new EnumMap<>(FunctionVariable.class);
        others.put(
                FunctionVariable.TARGET_ROLE_ARN,
                Arns.role(settings.get(TargetSettings.ACCOUNT), settings.assumedRole()));
        others.put(FunctionVariable.EXTERNAL_ID, externalId);
        others.put(FunctionVariable.QUEUE_URL, queue.url());
        others.put(FunctionVariable.DEAD_LETTER_QUEUE_URL, queue.deadLettersUrl());
        others.put(
                FunctionVariable.MAX_RECEIVE_COUNT, Integer.toString(FunctionVariable.MAX_RECEIVE_COUNT.byDefault()));
        others.put(FunctionVariable.SELECTION, settings.selection().json());
        if (settings.get(ReceiptSettings.ENABLED)) {
            others.put(FunctionVariable.RECEIPTS_BUCKET, settings.text(ReceiptSettings.BUCKET.name()));
        }
        Map<String, String> variables = new TreeMap<>();
        put(variables, settings, declarations);
        others.forEach((variable, value) -> variables.put(variable.name(), value));
        return variables;
    }

    /** Those settings that have a variable. */
    public static void put(Map<String, String> variables, Settings settings, List<? extends Setting<?>> declarations) {
        for (Setting<?> setting : declarations) {
            String text = settings.text(setting);
            setting.variable()
                    .filter(variable -> !ABSENT.contains(text))
                    .ifPresent(variable -> variables.put(variable, text));
        }
    }
}
