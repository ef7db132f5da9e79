package org.allowput.ops.plan;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.StackOutput;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.LiveAlias;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.plan.model.PlannedSetting;
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
        StackOutputs outputs = stack.outputs();
        Selection selection = outputs.selection();
        GetFunctionConfigurationResponse function = alias.configuration();
        EventSourceMappingConfiguration mapping = alias.mapping();
        Map<PlannedSetting, Optional<?>> found = new EnumMap<>(PlannedSetting.class);
        VARIABLES.forEach((setting, variable) -> found.put(
                setting, Optional.ofNullable(function.environment().variables().get(variable.name()))));
        found.put(
                PlannedSetting.SOURCE_REGION,
                Optional.of(stack.clients().region().id()));
        found.put(
                PlannedSetting.TRIGGER,
                Optional.of(outputs.get(StackOutput.TRIGGERS).split(",", -1)[0]));
        found.put(PlannedSetting.MEMORY, Optional.of(function.memorySize()));
        found.put(
                PlannedSetting.ARCHITECTURE,
                function.architecturesAsStrings().stream().findFirst());
        found.put(
                PlannedSetting.LARGE_OBJECTS,
                Optional.of(outputs.find(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN)
                        .isPresent()));
        found.put(
                PlannedSetting.RECEIPTS,
                Optional.of(outputs.find(StackOutput.RECEIPTS_BUCKET_NAME).isPresent()));
        found.put(PlannedSetting.RECEIPTS_KEPT, outputs.find(StackOutput.RECEIPTS_KEPT_DAYS));
        found.put(PlannedSetting.RESERVED_CONCURRENCY, outputs.find(StackOutput.RESERVED_CONCURRENCY));
        found.put(PlannedSetting.DELIVER_RECEIPTS, selection.deliverTo());
        found.put(
                PlannedSetting.REQUIRED_TAG,
                selection.rules().stream()
                        .flatMap(rule -> rule.requiredTag().stream())
                        .findFirst()
                        .map(RequiredTag::text));
        found.put(PlannedSetting.BATCH_SIZE, Optional.ofNullable(mapping.batchSize()));
        found.put(
                PlannedSetting.FUNCTION_CONCURRENCY,
                Optional.ofNullable(mapping.scalingConfig()).map(ScalingConfig::maximumConcurrency));
        Map<PlannedSetting, String> settings = new EnumMap<>(PlannedSetting.class);
        found.forEach((setting, value) -> value.map(Object::toString)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> settings.put(setting, text)));
        return settings;
    }
}
