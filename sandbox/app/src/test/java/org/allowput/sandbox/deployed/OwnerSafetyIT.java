package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.testing.Eventually;
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
 * What the owner of the target bucket can rely on: an ExternalId changes without an outage, what a role did can be
 * undone, and objects can be written once. The deployments follow one another.
 */
@Nightly(6)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OwnerSafetyIT {
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

    private static final Map<String, String> SETTINGS = Map.of("optIns.replicateDeletes", "deletions");

    @AutoClose
    static Deployments deployments;

    @BeforeAll
    static void deploy() {
        deployments = new Deployments(OwnerSafetyIT.class, SETTINGS);
    }

    /** The three commands of docs/settings.md. */
    @Test
    @Order(1)
    void noCopyFailsWhileTheExternalIdIsChanged() throws Exception {
        List<String> keys = objects().putDuring("rotation/", objects()::put, soFar -> {
            Map<String, String> revised = with(SETTINGS, "source.externalIdRevision", "2");
            Map<String, String> parameters = Map.of("ReplicationTarget:NextExternalId", NEW_ID);
            deployments.deploy(SETTINGS, parameters);
            parameters = with(parameters, "ReplicationSource:ExternalId", NEW_ID);
            deployments.deploy(revised, parameters);
            soFar.forEach(objects()::arrived);
            parameters = with(parameters, "ReplicationTarget:ExternalId", NEW_ID);
            parameters = with(parameters, "ReplicationTarget:NextExternalId", "");
            deployments.deploy(revised, parameters);
        });
        objects().put("rotation/last");

        objects().arrived("rotation/last");
        keys.forEach(objects()::arrived);
        assertThat(keys).hasSizeGreaterThan(20);
        assertThat(Deployment.of(sandbox()).logged("\"outcome\":\"failed\"")).isEmpty();
        assertThatThrownBy(() -> session(sandbox().externalId())).isInstanceOf(StsException.class);
    }

    /** The commands of docs/for-account-a.md. */
    @Test
    @Order(2)
    void whatARoleDidSinceATimeIsUndoneByTheCommandsOfTheRunbook(@TempDir Path folder) throws Exception {
        List<String> keys = Stream.concat(
                        Stream.of("undo/overwritten", "undo/deleted", "undo/a key+with 'signs' é"),
                        THAT_ARE_NO_KEYS_TO_THE_AWS_CLI.stream())
                .toList();
        S3Bucket target = new Buckets(sandbox()).target();
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
        new AwsCli(sandbox(), folder)
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
    @Order(3)
    void withWriteOnceAnOverwriteIsNotCopiedAndLogged() {
        Map<String, String> once = with(with(SETTINGS, "target.writeOnce", "true"), "source.externalIdRevision", "2");
        deployments.deploy(
                once,
                Map.of(
                        "ReplicationTarget:ExternalId", NEW_ID,
                        "ReplicationTarget:NextExternalId", NEW_ID,
                        "ReplicationSource:ExternalId", NEW_ID));
        objects().put("once");
        objects().arrived("once");

        new Buckets(sandbox()).source().put("once", "another content");

        Eventually.until(
                Buckets.TIMEOUT,
                "the overwrite is logged",
                () -> Deployment.of(sandbox()).logged("\"outcome\":\"existing\"", "\"sourceKey\":\"once\""),
                lines -> !lines.isEmpty());
        objects().arrived("once");
        assertThat(new Queues(sandbox()).deadLetters()).isZero();
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

    private static CopiedObjects objects() {
        return new CopiedObjects(sandbox());
    }
}
