package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.fault.Fault;
import org.allowput.emulator.fault.ProxiedRequest;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Nightly;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.command.CommandProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

/**
 * Options with a bucket and running copies are switched off and on again, as docs/deploy.md and docs/settings.md
 * describe it: no copy is ended, and the buckets keep their content.
 */
@Nightly(5)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OptionChangesIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    private static final List<String> OPTIONS = List.of("largeObjects", "receipts", "backfill");
    private static final List<StackOutput> BUCKETS = List.of(
            StackOutput.LARGE_OBJECTS_BUCKET_NAME, StackOutput.RECEIPTS_BUCKET_NAME, StackOutput.BACKFILL_BUCKET_NAME);
    private static final Map<String, String> ON = settings("enabled", "true");
    private static final Map<String, String> OFF = settings("enabled", "false");

    private static final CountDownLatch COPY_MAY_END = new CountDownLatch(1);
    private static final List<String> NAMES = new ArrayList<>();

    static Deployments deployments;

    @BeforeAll
    static void deploy() {
        deployments = new Deployments(OptionChangesIT.class, ON);
        BUCKETS.forEach(output -> NAMES.add(sandbox().output(output)));
    }

    @AfterAll
    static void end() {
        deployments.close();
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
        NAMES.forEach(name -> bucket(name).put("kept", "kept"));
        String stateMachine = sandbox().output(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN);
        deployments.deploy(OFF, Map.of("ReplicationSource:DeployedLargeObjects", "none"));

        assertThatThrownBy(() -> sandbox()
                        .source()
                        .stepFunctions()
                        .describeStateMachine(request -> request.stateMachineArn(stateMachine)))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        NAMES.forEach(name -> assertThat(bucket(name).keys()).contains("kept"));
    }

    /** As on AWS: the buckets exist, outside of the stack. */
    @Test
    @Order(3)
    void theirBucketsCannotBeCreatedAgain() {
        assertThatThrownBy(() ->
                        deployments.deploy(ON, Map.of("ReplicationSource:DeployedLargeObjects", "ReplicateObjects")))
                .hasMessageContaining("Validation failed with 3 error(s)");
    }

    @Test
    @Order(4)
    void switchedOnAgainTheOptionsUseTheBucketsWithWhatIsInThem() {
        Map<String, String> again = new TreeMap<>(ON);
        again.putAll(settings("bucketExists", "true"));
        deployments.deploy(again, Map.of("ReplicationSource:DeployedLargeObjects", "ReplicateObjects"));
        new CommandProcess(sandbox()).run("resume");

        assertThat(BUCKETS.stream().map(sandbox()::output)).isEqualTo(NAMES);
        put("again");
        new Buckets(sandbox()).arrived("again");
        NAMES.forEach(name -> assertThat(bucket(name).keys()).contains("kept"));
        assertThat(new WorkflowExecutions(sandbox()).documents("again")).isNotEmpty();
    }

    /** Of all options, with copies that take the workflow. */
    private static Map<String, String> settings(String name, String value) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "function.timeoutSeconds", "30",
                "largeObjects.thresholdMiB", "16",
                "largeObjects.rangeMiB", "8"));
        OPTIONS.forEach(option -> settings.put(option + "." + name, value));
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

    private static S3Bucket bucket(String name) {
        return new S3Bucket(sandbox().source(), name);
    }

    private static Sandbox sandbox() {
        return deployments.sandbox();
    }
}
