package org.allowput.ops.plan.live;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.StackOutput;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedSelection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.LiveAlias;
import org.allowput.ops.plan.model.PlannedSetting;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.ScalingConfig;

/** The settings with which a deployment runs. */
public final class LiveSettings {
    private static final Map<PlannedSetting, FunctionVariable> VARIABLES = Map.of(
            PlannedSetting.TARGET_REGION, FunctionVariable.TARGET_REGION,
            PlannedSetting.CONCURRENT_COPIES, FunctionVariable.MAX_CONCURRENT_COPIES,
            PlannedSetting.PACE, FunctionVariable.EXPECTED_MIB_PER_SECOND,
            PlannedSetting.LARGE_THRESHOLD, FunctionVariable.LARGE_OBJECTS_THRESHOLD_MIB,
            PlannedSetting.NARROW_SESSIONS, FunctionVariable.NARROW_SESSIONS,
            PlannedSetting.REPLICATE_TAGS, FunctionVariable.REPLICATE_TAGS);

    private LiveSettings() {}

    /** Of the version that is live, its event source mapping, and the outputs of the stack. */
    public static Map<PlannedSetting, String> of(DeployedStack stack) {
        LiveAlias alias = LiveAlias.of(stack);
        GetFunctionConfigurationResponse function = alias.lambda()
                .getFunctionConfiguration(
                        request -> request.functionName(alias.function()).qualifier(alias.name()));
        Map<PlannedSetting, String> settings = new EnumMap<>(PlannedSetting.class);
        settings.put(PlannedSetting.SOURCE_REGION, stack.clients().region().id());
        settings.put(
                PlannedSetting.TRIGGER,
                stack.outputs().get(StackOutput.TRIGGERS).split(",", -1)[0]);
        settings.put(PlannedSetting.MEMORY, Integer.toString(function.memorySize()));
        put(
                settings,
                PlannedSetting.ARCHITECTURE,
                function.architecturesAsStrings().stream().findFirst().orElse(null));
        settings.put(
                PlannedSetting.LARGE_OBJECTS,
                Boolean.toString(stack.outputs()
                        .find(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN)
                        .isPresent()));
        settings.put(
                PlannedSetting.RECEIPTS,
                Boolean.toString(
                        stack.outputs().find(StackOutput.RECEIPTS_BUCKET_NAME).isPresent()));
        stack.outputs()
                .find(StackOutput.RECEIPTS_KEPT_DAYS)
                .ifPresent(days -> settings.put(PlannedSetting.RECEIPTS_KEPT, days));
        stack.outputs()
                .find(StackOutput.RESERVED_CONCURRENCY)
                .ifPresent(reserved -> settings.put(PlannedSetting.RESERVED_CONCURRENCY, reserved));
        Selection selection = DeployedSelection.selection(stack.outputs());
        selection.deliverTo().ifPresent(prefix -> settings.put(PlannedSetting.DELIVER_RECEIPTS, prefix));
        selection.rules().stream()
                .flatMap(rule -> rule.requiredTag().stream())
                .findFirst()
                .ifPresent(tag -> settings.put(PlannedSetting.REQUIRED_TAG, tag.text()));
        Map<String, String> variables = function.environment().variables();
        VARIABLES.forEach((setting, variable) -> put(settings, setting, variables.get(variable.name())));
        EventSourceMappingConfiguration mapping = alias.mapping();
        put(settings, PlannedSetting.BATCH_SIZE, mapping.batchSize());
        put(
                settings,
                PlannedSetting.FUNCTION_CONCURRENCY,
                Optional.ofNullable(mapping.scalingConfig())
                        .map(ScalingConfig::maximumConcurrency)
                        .orElse(null));
        return settings;
    }

    private static void put(Map<PlannedSetting, String> settings, PlannedSetting setting, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            settings.put(setting, value.toString());
        }
    }
}
