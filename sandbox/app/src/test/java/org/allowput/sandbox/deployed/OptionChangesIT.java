package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.proxy.Fault;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Nightly;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.command.CommandProcess;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

/**
 * Options with running copies are switched off and on again, as docs/deploy.md describes it: no copy is ended, and the
 * operations bucket keeps its content.
 */
@Nightly(5)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OptionChangesIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    private static final List<String> OPTIONS = List.of("largeObjects", "receipts", "backfill");
    private static final Map<String, String> ON = settings("true");
    private static final Map<String, String> OFF = settings("false");

    private static final CountDownLatch COPY_MAY_END = new CountDownLatch(1);

    @AutoClose
    static Deployments deployments;

    @BeforeAll
    static void deploy() {
        deployments = new Deployments(OptionChangesIT.class, ON);
    }

    @Test
    @Order(1)
    void theWorkflowIsNotRemovedWhileACopyRuns() {
        deployments.proxy().nth(1, OptionChangesIT::isPart, new Fault.RunFirst(OptionChangesIT::awaitEnd));
        put("running");
        Eventually.until(TIMEOUT, "a copy runs", OptionChangesIT::running, running -> running == 1);

        assertThatThrownBy(() -> deployments.deploy(OFF, Map.of()))
                .hasMessageContaining("confirm with DeployedLargeObjects: docs/deploy.md, Changing the workflow");

        assertThat(running()).isEqualTo(1);
        COPY_MAY_END.countDown();
        new Buckets(sandbox()).arrived("running");
    }

    @Test
    @Order(2)
    void afterAPauseThatWaitsNoCopyRunsAndTheOptionsCanBeSwitchedOff() {
        assertThat(new CommandProcess(sandbox()).run("pause", "--wait").output())
                .contains("Paused. ");
        assertThat(running()).isZero();
        operations().put("kept", "kept");
        String stateMachine = sandbox().output(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN);
        deployments.deploy(OFF, Map.of("ReplicationSource:DeployedLargeObjects", "none"));

        assertThatThrownBy(() -> sandbox()
                        .source()
                        .stepFunctions()
                        .describeStateMachine(request -> request.stateMachineArn(stateMachine)))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThat(operations().keys()).contains("kept");
    }

    @Test
    @Order(3)
    void switchedOnAgainTheOptionsUseTheBucketWithWhatIsInIt() {
        deployments.deploy(ON, Map.of("ReplicationSource:DeployedLargeObjects", "ReplicateObjects"));
        new CommandProcess(sandbox()).run("resume");

        put("again");
        new Buckets(sandbox()).arrived("again");
        assertThat(operations().keys()).contains("kept");
        assertThat(new WorkflowExecutions(sandbox()).documents("again")).isNotEmpty();
    }

    /** Of all options, with copies that take the workflow. */
    private static Map<String, String> settings(String enabled) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "function.timeoutSeconds", "30",
                "largeObjects.thresholdMiB", "16",
                "largeObjects.rangeMiB", "8"));
        OPTIONS.forEach(option -> settings.put(option + ".enabled", enabled));
        return settings;
    }

    private static boolean isPart(ProxiedRequest request) {
        return request.operation() == ProxiedRequest.Operation.PUT_PART;
    }

    private static void awaitEnd() {
        try {
            COPY_MAY_END.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void put(String key) {
        new Buckets(sandbox()).source().put(key, new byte[20 * 1024 * 1024]);
    }

    private static long running() {
        return new WorkflowExecutions(sandbox())
                .of("running").stream()
                        .filter(execution -> execution.status() == ExecutionStatus.RUNNING)
                        .count();
    }

    private static S3Bucket operations() {
        return new S3Bucket(sandbox().source(), sandbox().output(StackOutput.OPERATIONS_BUCKET_NAME));
    }

    private static Sandbox sandbox() {
        return deployments.sandbox();
    }
}
