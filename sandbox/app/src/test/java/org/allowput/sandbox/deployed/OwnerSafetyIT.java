package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.Sandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * What the owner of the target bucket can rely on: an ExternalId changes without an outage, what a role did can be
 * undone, and objects can be written once. The deployments follow one another.
 */
@Nightly(6)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OwnerSafetyIT {
    private static final String NEW_ID = "the-next-external-id";

    private static final Map<String, String> SETTINGS = Map.of("optIns.replicateDeletes", "true");

    static Deployments deployments;

    @BeforeAll
    static void deploy() {
        deployments = new Deployments(OwnerSafetyIT.class, SETTINGS);
    }

    @AfterAll
    static void end() {
        deployments.close();
    }

    /** The three commands of docs/settings.md. */
    @Test
    @Order(1)
    void noCopyFailsWhileTheExternalIdIsChanged() throws Exception {
        AtomicBoolean going = new AtomicBoolean(true);
        List<String> keys = new CopyOnWriteArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> stream = executor.submit(() -> {
                while (going.get()) {
                    String key = "rotation/" + keys.size();
                    objects().put(key);
                    keys.add(key);
                    Thread.sleep(100);
                }
                return null;
            });
            try {
                Map<String, String> revised = with(SETTINGS, "source.externalIdRevision", "2");
                Map<String, String> parameters = Map.of("ReplicationTarget:NextExternalId", NEW_ID);
                deployments.deploy(SETTINGS, parameters);
                parameters = with(parameters, "ReplicationSource:ExternalId", NEW_ID);
                deployments.deploy(revised, parameters);
                keys.forEach(key -> objects().arrived(key, key));
                parameters = with(parameters, "ReplicationTarget:ExternalId", NEW_ID);
                deployments.deploy(revised, parameters);
            } finally {
                going.set(false);
            }
            stream.get();
        }
        objects().put("rotation/last");

        objects().arrived("rotation/last", "rotation/last");
        keys.forEach(key -> objects().arrived(key, key));
        assertThat(keys).hasSizeGreaterThan(20);
        assertThat(logged("\"outcome\":\"failed\"")).isEmpty();
        assertThatThrownBy(() -> session(sandbox().externalId())).isInstanceOf(StsException.class);
    }

    /** The commands of docs/commands.md. */
    @Test
    @Order(2)
    void whatARoleDidSinceATimeIsUndoneByTheCommandsOfTheRunbook(@TempDir Path folder) throws Exception {
        List<String> keys = List.of("undo/overwritten", "undo/deleted", "undo/a key+with 'signs' é");
        for (String key : keys) {
            put(sandbox().target().s3(), sandbox().targetBucket(), key, "good");
        }
        Thread.sleep(1500);
        Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Thread.sleep(1500);
        S3Client role = sandbox().target().as(session(NEW_ID)).s3();
        put(role, sandbox().targetBucket(), keys.get(0), "bad");
        role.deleteObject(request -> request.bucket(sandbox().targetBucket()).key(keys.get(1)));
        put(role, sandbox().targetBucket(), keys.get(2), "bad");
        put(role, sandbox().targetBucket(), "undo/created", "bad");

        AwsCli.Result undone = new AwsCli(sandbox(), folder)
                .run(
                        sandbox().target(),
                        runbook()
                                .replaceFirst(
                                        "BUCKET=\\S+ SINCE=\\S+",
                                        "BUCKET=" + sandbox().targetBucket() + " SINCE="
                                                + since.toString().replace("Z", "")));

        assertThat(undone.status()).as(undone.output()).isZero();
        for (String key : keys) {
            assertThat(sandbox()
                            .target()
                            .s3()
                            .getObjectAsBytes(request ->
                                    request.bucket(sandbox().targetBucket()).key(key))
                            .asUtf8String())
                    .as(key)
                    .isEqualTo("good");
        }
        assertThat(objects().inTarget()).doesNotContain("undo/created");
        assertThat(sandbox()
                        .target()
                        .s3()
                        .listObjectVersions(request ->
                                request.bucket(sandbox().targetBucket()).prefix(keys.getFirst()))
                        .versions())
                .as("what the role wrote is kept")
                .hasSize(3);
    }

    /** The commands of steps 2, 3 and 5. */
    private static String runbook() throws IOException {
        String commands = RunbookCommands.ofSection("commands.md", "undoing what a role did");
        assertThat(commands).contains("list-object-versions", "undo.sh <<'END'", "bash -e undo.sh");
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
        objects().arrived("once", "once");

        put(sandbox().source().s3(), sandbox().sourceBucket(), "once", "another content");

        Eventually.until(
                Buckets.TIMEOUT,
                "the overwrite is logged",
                () -> logged("\"outcome\":\"existing\""),
                lines -> lines.stream().anyMatch(line -> line.contains("\"sourceKey\":\"once\"")));
        objects().arrived("once", "once");
        assertThat(new Queues(sandbox()).deadLetters()).isZero();
    }

    private static StaticCredentialsProvider session(String externalId) {
        Credentials session = sandbox()
                .source()
                .sts()
                .assumeRole(request -> request.roleArn(sandbox().roleArn())
                        .roleSessionName("by-hand")
                        .externalId(externalId))
                .credentials();
        return StaticCredentialsProvider.create(
                AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), session.sessionToken()));
    }

    private static void put(S3Client client, String bucket, String key, String content) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private static List<String> logged(String part) {
        try (Stream<String> lines = Files.lines(sandbox().functionLog())) {
            return lines.filter(line -> line.contains(part)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
