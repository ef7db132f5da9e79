package org.allowput.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.testing.Eventually;
import org.allowput.ops.event.ExampleEvent;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.deployed.AwsCli;
import org.allowput.sandbox.deployed.RunbookCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The section "event" of docs/commands.md, as written. */
@ExtendWith(SandboxFixture.class)
class EventsByHandIT {
    private static final String CONTENT = "by hand";

    private final Sandbox sandbox;
    private final String key = "events-by-hand/" + UUID.randomUUID() + ".csv";

    @TempDir
    private Path folder = Path.of("");

    EventsByHandIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void theCommandsOfThePageCopyAnObject() throws Exception {
        List<String> blocks = RunbookCommands.asWritten("commands.md", "event");
        assertThat(blocks).hasSize(2).allSatisfy(block -> assertThat(block).contains("--key in/a.csv"));
        programs();
        AwsCli cli = new AwsCli(sandbox.emulator(), folder);
        String before = cli.declared(sandbox.source()) + "export AWS_REGION=$AWS_DEFAULT_REGION\n";
        putAndAwaitTheCopyThatTheTriggerMakes();

        for (ExampleEvent kind : ExampleEvent.values()) {
            String block = blocks.getFirst().replace("--key in/a.csv", "--key " + key + " --kind " + kind);
            assertCopiedBy(
                    cli,
                    before + block,
                    switch (kind) {
                        case S3, EVENTBRIDGE -> "null";
                        case SQS -> "{\"batchItemFailures\":[]}";
                        case S3_BATCH -> "\"resultCode\":\"Succeeded\"";
                    });
        }
        assertCopiedBy(cli, blocks.getLast().replace("in/a.csv", key), "null");
    }

    private void assertCopiedBy(AwsCli cli, String commands, String answer) throws IOException, InterruptedException {
        target().deleteObject(request -> request.bucket(sandbox.targetBucket()).key(key));

        AwsCli.Result result = cli.run(sandbox.source(), commands);

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output().replace(" ", "")).contains(answer).doesNotContain("FunctionError");
        assertThat(target().getObjectAsBytes(request ->
                                request.bucket(sandbox.targetBucket()).key(key))
                        .asUtf8String())
                .as(commands)
                .isEqualTo(CONTENT);
    }

    private void putAndAwaitTheCopyThatTheTriggerMakes() {
        sandbox.source()
                .s3()
                .putObject(request -> request.bucket(sandbox.sourceBucket()).key(key), RequestBody.fromString(CONTENT));
        Eventually.until(
                Duration.ofMinutes(1),
                "the trigger's copy",
                () -> target().listObjectsV2(request ->
                                request.bucket(sandbox.targetBucket()).prefix(key))
                        .contents(),
                copies -> !copies.isEmpty());
    }

    private S3Client target() {
        return sandbox.target().s3();
    }

    /** {@code bin/event} with what this build has made, and {@code bin/sandbox} for the sandbox under test. */
    private void programs() throws IOException {
        BuiltCommands.copy(folder, "event");
        Path program = Files.writeString(folder.resolve("bin/sandbox"), """
            #!/usr/bin/env bash
            exec "%s/bin/java" -XX:TieredStopAtLevel=1 -Dsandbox.checkout="%s" -cp "%s" %s "$1" --state "%s" "${@:2}"
            """.formatted(
                        System.getProperty("java.home"),
                        Checkout.current().root(),
                        System.getProperty("java.class.path"),
                        SandboxCommand.class.getName(),
                        sandbox.stateDirectory().toAbsolutePath()));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}
