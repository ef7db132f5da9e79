package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.allowput.emulator.Account;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Finished;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.Sandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;

/** Deployments after the first, as docs/deploy.md describes them: another trigger, and the end of a stack. */
@Nightly(5)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedeploymentIT {
    private static final Map<String, String> BY_QUEUE = Map.of("alarms.email", "on-call@example.com");
    private static final Map<String, String> WITH_DELETIONS =
            Map.of("optIns.replicateDeletes", "deletions", "alarms.email", "on-call@example.com");
    private static final Map<String, String> TRANSITION =
            Map.of("trigger", "eventbridge", "previousTrigger", "sqs", "alarms.email", "on-call@example.com");
    private static final Map<String, String> BY_EVENTBRIDGE =
            Map.of("trigger", "eventbridge", "alarms.email", "on-call@example.com");

    @AutoClose
    static Deployments deployments;

    @BeforeAll
    static void start() {
        deployments = new Deployments(RedeploymentIT.class, BY_QUEUE);
    }

    /** The deletions that S3 reports are those after the change of the notification. */
    @Test
    @Order(1)
    void aDeploymentThatSelectsMoreEventsLosesNoneOfThem() throws Exception {
        List<String> deleted = Collections.synchronizedList(new ArrayList<>());
        Consumer<String> putAndDelete = key -> {
            String other = key + "-deleted";
            objects().put(key);
            objects().put(other);
            boolean reported = notifications().queueConfigurations().stream()
                    .anyMatch(to -> to.eventsAsStrings().contains("s3:ObjectRemoved:*"));
            new Buckets(sandbox()).source().delete(other);
            if (reported) {
                deleted.add(other);
            }
        };
        List<String> keys = objects().putDuring("widening/", putAndDelete, soFar -> {
            deployments.deploy(WITH_DELETIONS, Map.of());
            Eventually.until(Buckets.TIMEOUT, "objects are deleted meanwhile", deleted::size, size -> size > 10);
        });

        keys.forEach(objects()::arrived);
        Eventually.until(
                Buckets.TIMEOUT,
                "the copies of deleted objects are gone",
                () -> objects().inTarget().stream().filter(deleted::contains).toList(),
                List::isEmpty);
        assertThat(new Queues(sandbox()).deadLetters()).isZero();
    }

    @Test
    @Order(2)
    void aChangeOfTheTriggerInTwoDeploymentsLosesNoEvent() throws Exception {
        List<String> keys = objects().putDuring("changing/", objects()::put, soFar -> {
            deployments.deploy(TRANSITION, Map.of());
            assertThat(notifications().queueConfigurations()).isNotEmpty();
            assertThat(notifications().eventBridgeConfiguration()).isNotNull();
            deployments.deploy(BY_EVENTBRIDGE, Map.of("ReplicationSource:DeployedTrigger", "eventbridge"));
        });

        assertThat(notifications().queueConfigurations()).isEmpty();
        assertThat(keys).hasSizeGreaterThan(20);
        keys.forEach(objects()::arrived);
        assertThat(new Queues(sandbox()).deadLetters()).isZero();
    }

    @Test
    @Order(3)
    void theTriggerIsThenTheDeployedOne() {
        assertThat(deployments.deploy(BY_EVENTBRIDGE, Map.of())).contains("ReplicationSource (no changes)");
    }

    @Test
    @Order(4)
    void aDestroyedDeploymentLeavesBucketsWithTheirPolicies() {
        deployments.deploy(Map.of("trigger", "sqs", "previousTrigger", "eventbridge"), Map.of());
        deployments.destroy(BY_QUEUE);

        assertThat(policy(sandbox().source(), sandbox().sourceBucket())).contains("aws:SecureTransport");
        assertThat(policy(sandbox().target(), sandbox().targetBucket())).contains("aws:SecureTransport");
        assertThat(notifications().queueConfigurations()).isNotEmpty();
    }

    @Test
    @Order(5)
    void theirNamesAreTakenForANewDeploymentThatDoesNotImportThemAsThePageShows(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> deployments.deploy(BY_QUEUE, Map.of()))
                .hasMessageContaining("Validation failed with ");

        String show = RunbookCommands.of("deploy.md").with("describe-events");
        Finished shown = new AwsCli(sandbox(), folder).run(sandbox().target(), show);
        assertThat(shown.output()).contains(sandbox().targetBucket()).contains("already exists");
    }

    private static NotificationConfiguration notifications() {
        GetBucketNotificationConfigurationResponse response = sandbox()
                .source()
                .s3()
                .getBucketNotificationConfiguration(
                        request -> request.bucket(sandbox().sourceBucket()));
        return NotificationConfiguration.builder()
                .queueConfigurations(response.queueConfigurations())
                .lambdaFunctionConfigurations(response.lambdaFunctionConfigurations())
                .eventBridgeConfiguration(response.eventBridgeConfiguration())
                .build();
    }

    private static String policy(Account account, String bucket) {
        return account.s3().getBucketPolicy(request -> request.bucket(bucket)).policy();
    }

    private static Sandbox sandbox() {
        return deployments.sandbox();
    }

    private static CopiedObjects objects() {
        return new CopiedObjects(sandbox());
    }
}
