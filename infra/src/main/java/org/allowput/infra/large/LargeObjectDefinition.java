package org.allowput.infra.large;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.LargeCopyStep;
import org.allowput.infra.settings.section.LargeObjectSettings;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.stepfunctions.CatchProps;
import software.amazon.awscdk.services.stepfunctions.Choice;
import software.amazon.awscdk.services.stepfunctions.Condition;
import software.amazon.awscdk.services.stepfunctions.CustomState;
import software.amazon.awscdk.services.stepfunctions.DistributedMap;
import software.amazon.awscdk.services.stepfunctions.Fail;
import software.amazon.awscdk.services.stepfunctions.IChainable;
import software.amazon.awscdk.services.stepfunctions.JsonPath;
import software.amazon.awscdk.services.stepfunctions.Pass;
import software.amazon.awscdk.services.stepfunctions.Result;
import software.amazon.awscdk.services.stepfunctions.RetryProps;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.amazon.awscdk.services.stepfunctions.Succeed;
import software.amazon.awscdk.services.stepfunctions.TaskInput;
import software.amazon.awscdk.services.stepfunctions.Timeout;
import software.amazon.awscdk.services.stepfunctions.tasks.LambdaInvoke;
import software.constructs.Construct;

/**
 * The states of the workflow: plan, copy the ranges in parallel, complete; and if one of them fails for good, settle:
 * begin anew where the source has changed, or else send the event to the dead-letter queue.
 *
 * <p>The ranges are a Distributed Map, each an execution of its own: the events of 10,000 ranges would not fit into the
 * 25,000 of one execution's history, and those of one range always fit into its own. Such a map reports only that a
 * range failed, so a range that fails stores its reason.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Quotas: history of 25,000
 *     events, payloads of 256 KiB</a>
 */
final class LargeObjectDefinition {
    /** The label of the map, in the ARNs of its executions. */
    static final String RANGES = "Ranges";
    /** The error of an execution that has sent its event to the dead-letter queue; the cause says why. */
    static final String SENT = "CopyFailed";

    /** Seconds: the function's. https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
    static final int TIMEOUT = 900;

    private static final CatchProps FAILURE = CatchProps.builder()
            .errors(List.of("States.ALL"))
            .resultPath("$.failure")
            .build();

    private final Construct scope;
    private final Alias function;
    private final String deadLettersUrl;
    private final TaskRetries retries;

    LargeObjectDefinition(Construct scope, Alias function, String deadLettersUrl) {
        this.scope = scope;
        this.function = function;
        this.deadLettersUrl = deadLettersUrl;
        this.retries = new TaskRetries(LargeObjectSettings.TIMEOUT_DAYS * 86_400);
    }

    /** The first state. */
    IChainable start() {
        LambdaInvoke plan = task("Plan", LargeCopyStep.PLAN, ofExecution(), retries.visible());
        LambdaInvoke complete = task("Complete", LargeCopyStep.COMPLETE, ofExecution(), retries.visible());
        LambdaInvoke settle = task("Settle", LargeCopyStep.SETTLE, ofFailure(), retries.repeatable());
        DistributedMap ranges = ranges();
        IChainable failed = sendToDeadLetterQueue();
        plan.addCatch(settle, FAILURE);
        ranges.addCatch(settle, FAILURE);
        complete.addCatch(settle, FAILURE);
        settle.addCatch(
                Pass.Builder.create(scope, "NotSettled")
                        .parameters(new TreeMap<>(Map.of(
                                "error", "NotSettled", "cause", JsonPath.jsonToString(JsonPath.objectAt("$.failure")))))
                        .build()
                        .next(failed),
                FAILURE);
        plan.next(Choice.Builder.create(scope, "IsCopiedAlready")
                .build()
                .when(
                        Condition.booleanEquals("$.done", true),
                        Succeed.Builder.create(scope, "CopiedByPlan").build())
                .otherwise(ranges));
        ranges.next(complete);
        complete.next(Succeed.Builder.create(scope, "Copied").build());
        settle.next(Choice.Builder.create(scope, "StartsOver")
                .build()
                .when(Condition.booleanEquals("$.startOver", true), plan)
                .otherwise(failed));
        return Pass.Builder.create(scope, "FirstRound")
                .result(Result.fromObject(Map.of("round", 1)))
                .build()
                .next(plan);
    }

    private DistributedMap ranges() {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("name", JsonPath.stringAt("$$.Execution.Name"));
        item.put("execution", JsonPath.stringAt("$$.Execution.Id"));
        item.put("round", JsonPath.numberAt("$.round"));
        item.put("range", JsonPath.numberAt("$$.Map.Item.Value"));
        DistributedMap ranges = DistributedMap.Builder.create(scope, "CopyRanges")
                .label(RANGES)
                .itemsPath("$.ranges")
                .itemSelector(item)
                .maxConcurrency(LargeObjectSettings.CONCURRENT_RANGES)
                .mapExecutionType(StateMachineType.STANDARD)
                .resultPath(JsonPath.DISCARD)
                .build();
        LambdaInvoke copyRange = task("CopyRange", LargeCopyStep.COPY_RANGE, ofRange(), retries.repeatable());
        Map<String, Object> failure = ofRange();
        failure.put("failure", JsonPath.objectAt("$.failure"));
        LambdaInvoke recordFailure = task("RecordFailure", LargeCopyStep.RECORD_FAILURE, failure, retries.repeatable());
        recordFailure.next(Fail.Builder.create(scope, "RangeFailed")
                .error("RangeFailed")
                .cause("The reason is in failure.json of this round, in the operations bucket.")
                .build());
        copyRange.addCatch(recordFailure, FAILURE);
        ranges.itemProcessor(copyRange);
        return ranges;
    }

    /** The event as it was handed over, for its next attempt. */
    private IChainable sendToDeadLetterQueue() {
        Map<String, Object> attributes = new TreeMap<>(Map.of(
                // As the function names it where it gives a message up: bin/redrive shows it.
                "Reason", text("$.cause"),
                "Error", text("$.error"),
                "Execution", text("$$.Execution.Id")));
        Map<String, Object> parameters = new TreeMap<>(Map.of(
                "QueueUrl", deadLettersUrl,
                "MessageBody.$", "$$.Execution.Input",
                "MessageAttributes", attributes));
        String resource = "arn:" + Aws.PARTITION + ":states:::sqs:sendMessage";
        CustomState state = CustomState.Builder.create(scope, "SendToDeadLetterQueue")
                .stateJson(new TreeMap<>(
                        Map.of("Type", "Task", "Resource", resource, "Parameters", parameters, "ResultPath", "$.sent")))
                .build();
        state.addRetry(TaskRetries.ofService());
        return state.next(Fail.Builder.create(scope, "Failed")
                .error(SENT)
                .causePath("$.cause")
                .build());
    }

    private static Map<String, Object> text(String path) {
        return new TreeMap<>(Map.of("DataType", "String", "StringValue.$", path));
    }

    private LambdaInvoke task(String id, LargeCopyStep step, Map<String, Object> payload, List<RetryProps> retriers) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("task", step.text()));
        all.putAll(payload);
        LambdaInvoke invoke = LambdaInvoke.Builder.create(scope, id)
                .lambdaFunction(function)
                .payload(TaskInput.fromObject(all))
                .outputPath("$.Payload")
                // Longer than the function's: two invocations never copy the same range at the same time.
                .taskTimeout(Timeout.duration(Duration.seconds(TIMEOUT + 60)))
                .retryOnServiceExceptions(false)
                .build();
        retriers.forEach(invoke::addRetry);
        return invoke;
    }

    private static Map<String, Object> ofExecution() {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("name", JsonPath.stringAt("$$.Execution.Name"));
        payload.put("execution", JsonPath.stringAt("$$.Execution.Id"));
        payload.put("input", JsonPath.objectAt("$$.Execution.Input"));
        payload.put("round", JsonPath.numberAt("$.round"));
        return payload;
    }

    private static Map<String, Object> ofFailure() {
        Map<String, Object> payload = ofExecution();
        payload.put("failure", JsonPath.objectAt("$.failure"));
        return payload;
    }

    private static Map<String, Object> ofRange() {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("name", JsonPath.stringAt("$.name"));
        payload.put("execution", JsonPath.stringAt("$.execution"));
        payload.put("round", JsonPath.numberAt("$.round"));
        payload.put("range", JsonPath.numberAt("$.range"));
        return payload;
    }
}
