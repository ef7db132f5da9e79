package org.allowput.sandbox.status;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.sandbox.Sandbox;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * How far the copy of one large object is, by the results that its ranges have stored.
 *
 * @param key of the source object
 * @param round how often the copy has begun
 * @param done ranges that are in the target
 * @param ranges all of them
 */
public record LargeObjectProgress(String key, int round, long done, long ranges) {
    private static final String PLAN = "/plan.json";

    /** Of each execution that runs and has begun to copy; none where the workflow is not deployed. */
    public static List<LargeObjectProgress> of(Sandbox sandbox) {
        List<LargeObjectProgress> progress = new ArrayList<>();
        sandbox.optionalOutput(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN)
                .ifPresent(workflow -> sandbox.source()
                        .stepFunctions()
                        .listExecutionsPaginator(
                                request -> request.stateMachineArn(workflow).statusFilter(ExecutionStatus.RUNNING))
                        .executions()
                        .forEach(execution -> add(sandbox, execution, progress)));
        return progress;
    }

    private static void add(Sandbox sandbox, ExecutionListItem execution, List<LargeObjectProgress> progress) {
        String bucket = sandbox.output(StackOutput.LARGE_OBJECTS_BUCKET_NAME);
        keys(sandbox, bucket, "executions/" + execution.name() + "/").stream()
                .filter(key -> key.endsWith(PLAN))
                .reduce((one, later) -> later)
                .ifPresent(plan -> {
                    String round = plan.substring(0, plan.length() - PLAN.length());
                    Map<String, Object> fields = fields(sandbox, bucket, plan);
                    long done = keys(sandbox, bucket, fields.get("results") + "ranges/")
                            .size();
                    progress.add(new LargeObjectProgress(
                            String.valueOf(fields.get("sourceKey")),
                            Integer.parseInt(round.substring(round.lastIndexOf('/') + 1)),
                            done,
                            ((Number) fields.getOrDefault("ranges", 0)).longValue()));
                });
    }

    private static List<String> keys(Sandbox sandbox, String bucket, String prefix) {
        return sandbox
                .source()
                .s3()
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                .contents()
                .stream()
                .map(object -> object.key())
                .toList();
    }

    private static Map<String, Object> fields(Sandbox sandbox, String bucket, String key) {
        try {
            return JSON.std.mapFrom(sandbox.source()
                    .s3()
                    .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                    .asByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String line() {
        return "%s: %d of %d ranges%s".formatted(key, done, ranges, round == 1 ? "" : ", round " + round);
    }
}
