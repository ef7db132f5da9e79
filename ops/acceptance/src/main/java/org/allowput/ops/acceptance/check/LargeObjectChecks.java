package org.allowput.ops.acceptance.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.ops.acceptance.deploy.Accounts;
import org.allowput.ops.acceptance.deploy.Deployment;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** One object that the workflow copies in parallel. */
public record LargeObjectChecks(Checks checks, Deployment deployment, int mebibytes) {
    private static final int MIB = 1024 * 1024;
    private static final String KEY = "large/object";
    private static final String OVERWRITTEN = "large/overwritten";
    private static final Duration TIMEOUT = Duration.ofMinutes(40);
    /** 16 ranges at 50 MiB/s each. */
    private static final double PREDICTED_MIB_PER_SECOND = 800;

    public void run() {
        String expected = (long) mebibytes * MIB + " bytes, [SUCCEEDED]";
        checks.check("the workflow copies an object of " + mebibytes + " MiB", expected, () -> {
            deployment.putInParts(KEY, mebibytes);
            long start = System.nanoTime();
            long bytes = deployment
                    .arrived(KEY, TIMEOUT)
                    .map(HeadObjectResponse::contentLength)
                    .orElse(0L);
            checks.measure(
                    "rate of one large object",
                    mebibytes / ((System.nanoTime() - start) / 1e9),
                    "MiB/s",
                    PREDICTED_MIB_PER_SECOND,
                    "docs/cost.md#objects-above-5-gib");
            awaitExecutions(Duration.ofMinutes(1));
            return bytes + " bytes, " + statuses();
        });
        checks.onAwsOnly(
                "an object that is overwritten while the workflow copies it arrives as the newer one; ranges that fail"
                        + " are not in ExecutionsFailed",
                "the newer one, 0 failed",
                "the emulator does not pass on the name of a function's error, so that the workflow does not start"
                        + " over",
                this::overwritten);
    }

    private String overwritten() {
        Accounts accounts = deployment.accounts();
        deployment.putInParts(OVERWRITTEN, mebibytes);
        accounts.until(Duration.ofMinutes(5), () -> statuses().contains(ExecutionStatus.RUNNING));
        deployment.put(OVERWRITTEN);
        boolean newer = accounts.until(
                TIMEOUT,
                () -> deployment
                        .inTarget(OVERWRITTEN)
                        .filter(each -> each.contentLength() < MIB)
                        .isPresent());
        awaitExecutions(TIMEOUT);
        accounts.pauseOnAws(FunctionLog.UNTIL_METRICS);
        int failed =
                (int) FunctionLog.sum(accounts, "AWS/States", "ExecutionsFailed", Map.of("StateMachineArn", machine()));
        return (newer ? "the newer one, " : "not the newer one, ") + failed + " failed";
    }

    private void awaitExecutions(Duration timeout) {
        deployment.accounts().until(timeout, () -> !statuses().contains(ExecutionStatus.RUNNING));
    }

    private List<ExecutionStatus> statuses() {
        return deployment
                .accounts()
                .source()
                .stepFunctions()
                .listExecutionsPaginator(request -> request.stateMachineArn(machine()))
                .executions()
                .stream()
                .map(ExecutionListItem::status)
                .toList();
    }

    private String machine() {
        return deployment.source().get(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN);
    }
}
