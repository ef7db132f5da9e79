package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.allowput.emulator.Account;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Finished;
import org.allowput.emulator.testing.Nightly;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.acceptance.Deployment;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Deployments after the first, as docs/deploy.md and docs/settings.md describe them: another trigger, another
 * ExternalId without an outage, and the end of a stack. In between, what a role did is undone.
 */
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

    private static final Map<String, String> WITH_DELETIONS_BY_EVENTBRIDGE =
            with(BY_EVENTBRIDGE, "optIns.replicateDeletes", "deletions");
    private static final String NEW_ID = "the-next-external-id";

    /**
     * An option, a local file, an address to fetch, and a version of another object: what the AWS CLI reads these as
     * where an option's value is such a key.
     *
     * @see <a href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html">Parameters in
     *     files</a>
     */
    private static final List<String> THAT_ARE_NO_KEYS_TO_THE_AWS_CLI =
            List.of("-x", "file:///etc/hostname", "http://127.0.0.1:1/", "undo/any?versionId=other");

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
            boolean reported = objects().notifications().queueConfigurations().stream()
                    .anyMatch(to -> to.eventsAsStrings().contains("s3:ObjectRemoved:*"));
            objects().source().delete(other);
            if (reported) {
                deleted.add(other);
            }
        };
        List<String> keys = objects().putDuring("widening/", putAndDelete, soFar -> {
            deployments.deploy(WITH_DELETIONS, Map.of());
            Eventually.until(Buckets.TIMEOUT, "objects are deleted meanwhile", deleted::size, size -> size > 10);
        });

        keys.forEach(objects()::copied);
        Eventually.until(
                Buckets.TIMEOUT,
                "the copies of deleted objects are gone",
                () -> objects().target().keys().stream()
                        .filter(deleted::contains)
                        .toList(),
                List::isEmpty);
        assertThat(new Queues(Deployment.of(sandbox())).deadLetters()).isZero();
    }

    @Test
    @Order(2)
    void aChangeOfTheTriggerInTwoDeploymentsLosesNoEvent() throws Exception {
        List<String> keys = objects().putDuring("changing/", objects()::put, soFar -> {
            deployments.deploy(TRANSITION, Map.of());
            assertThat(objects().notifications().queueConfigurations()).isNotEmpty();
            assertThat(objects().notifications().eventBridgeConfiguration()).isNotNull();
            deployments.deploy(BY_EVENTBRIDGE, Map.of("ReplicationSource:DeployedTrigger", "eventbridge"));
        });

        assertThat(objects().notifications().queueConfigurations()).isEmpty();
        assertThat(keys).hasSizeGreaterThan(20);
        keys.forEach(objects()::copied);
        assertThat(new Queues(Deployment.of(sandbox())).deadLetters()).isZero();
    }

    @Test
    @Order(3)
    void theTriggerIsThenTheDeployedOne() {
        assertThat(deployments.deploy(BY_EVENTBRIDGE, Map.of())).contains("ReplicationSource (no changes)");
    }

    /** The three commands of docs/settings.md. */
    @Test
    @Order(4)
    void noCopyFailsWhileTheExternalIdIsChanged() throws Exception {
        List<String> keys = objects().putDuring("rotation/", objects()::put, soFar -> {
            Map<String, String> revised = with(WITH_DELETIONS_BY_EVENTBRIDGE, "source.externalIdRevision", "2");
            Map<String, String> parameters = Map.of("ReplicationTarget:NextExternalId", NEW_ID);
            deployments.deploy(WITH_DELETIONS_BY_EVENTBRIDGE, parameters);
            parameters = with(parameters, "ReplicationSource:ExternalId", NEW_ID);
            deployments.deploy(revised, parameters);
            soFar.forEach(objects()::copied);
            parameters = with(parameters, "ReplicationTarget:ExternalId", NEW_ID);
            parameters = with(parameters, "ReplicationTarget:NextExternalId", "");
            deployments.deploy(revised, parameters);
        });
        objects().put("rotation/last");

        objects().copied("rotation/last");
        keys.forEach(objects()::copied);
        assertThat(keys).hasSizeGreaterThan(20);
        assertThat(Deployment.of(sandbox()).logged("\"outcome\":\"failed\"", "\"rotation/"))
                .isEmpty();
        assertThatThrownBy(() -> session(sandbox().externalId())).isInstanceOf(StsException.class);
    }

    /** The commands of docs/for-account-a.md. */
    @Test
    @Order(5)
    void whatARoleDidSinceATimeIsUndoneByTheCommandsOfTheRunbook(@TempDir Path folder) throws Exception {
        List<String> keys = Stream.concat(
                        Stream.of("undo/overwritten", "undo/deleted", "undo/a key+with 'signs' é"),
                        THAT_ARE_NO_KEYS_TO_THE_AWS_CLI.stream())
                .toList();
        S3Bucket target = objects().target();
        keys.forEach(key -> target.put(key, "good"));
        Thread.sleep(1500);
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Thread.sleep(1500);
        S3Bucket asRole = new S3Bucket(session(NEW_ID).in(sandbox().target()), target.name());
        keys.subList(0, 3).forEach(key -> asRole.put(key, "bad"));
        asRole.delete("undo/deleted");
        asRole.put("undo/created", "bad");
        // Not as the role: the emulator refuses the signature of a session for a key with two slashes.
        List<String> created = new ArrayList<>(List.of("undo/created"));
        for (String key : THAT_ARE_NO_KEYS_TO_THE_AWS_CLI) {
            target.put(key, "bad");
            target.put(key + "created", "bad");
            created.add(key + "created");
        }

        Files.createSymbolicLink(
                folder.resolve("docs"), Checkout.current().root().resolve("docs"));
        String since = begin.toString().replace("Z", "");
        new AwsCli(sandbox().emulator(), folder)
                .run(
                        sandbox().target(),
                        runbook().replaceFirst("BUCKET=\\S+ SINCE=\\S+", "BUCKET=" + target.name() + " SINCE=" + since))
                .succeeded();

        assertThat(keys).allSatisfy(key -> assertThat(target.text(key)).isEqualTo("good"));
        assertThat(target.keys()).doesNotContainAnyElementsOf(created);
        assertThat(target.s3()
                        .listObjectVersions(
                                request -> request.bucket(target.name()).prefix(keys.getFirst()))
                        .versions())
                .as("what the role wrote is kept")
                .hasSize(3);
    }

    /** The commands of steps 2, 3 and 5. */
    private static String runbook() throws IOException {
        String commands = RunbookCommands.ofSection("for-account-a.md", "Undo");
        assertThat(commands).contains("list-object-versions", "undo.py > undo.sh", "bash -e undo.sh");
        return commands;
    }

    @Test
    @Order(6)
    void aDestroyedDeploymentLeavesBucketsWithTheirPoliciesWhoseNamesAreTakenAsThePageShows(@TempDir Path folder)
            throws Exception {
        deployments.deploy(Map.of("trigger", "sqs", "previousTrigger", "eventbridge"), Map.of());
        deployments.destroy(BY_QUEUE);

        assertThat(policy(sandbox().source(), sandbox().sourceBucket())).contains("aws:SecureTransport");
        assertThat(policy(sandbox().target(), sandbox().targetBucket())).contains("aws:SecureTransport");
        assertThat(objects().notifications().queueConfigurations()).isNotEmpty();

        assertThatThrownBy(() -> deployments.deploy(BY_QUEUE, Map.of()))
                .hasMessageContaining("Validation failed with ");

        String show = RunbookCommands.of("deploy.md").with("describe-events");
        Finished shown = new AwsCli(sandbox().emulator(), folder).run(sandbox().target(), show);
        assertThat(shown.output()).contains(sandbox().targetBucket()).contains("already exists");
    }

    private static String policy(Account account, String bucket) {
        return account.s3().getBucketPolicy(request -> request.bucket(bucket)).policy();
    }

    private static AssumedRole session(String externalId) {
        return AssumedRole.by(sandbox().source(), sandbox().roleArn(), externalId);
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        Map<String, String> extended = new TreeMap<>(map);
        extended.put(name, value);
        return extended;
    }

    private static Sandbox sandbox() {
        return deployments.sandbox();
    }

    private static Buckets objects() {
        return new Buckets(sandbox());
    }
}
