package org.allowput.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/sandbox redrive}, and {@code bin/redrive} on an endpoint that is not AWS. */
@ExtendWith(SandboxFixture.class)
class RedriveIT {
    /** What the function skips, and so nothing comes back. */
    private static final String BODY = """
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-01-01T00:00:00.000Z", "Bucket": "%s",
         "RequestId": "REQUEST", "HostId": "HOST"}
        """;

    private final Sandbox sandbox;

    @TempDir
    Path folder;

    RedriveIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void inTheSandboxEveryMessageIsMovedAndCounted() {
        putIntoTheDeadLetterQueue(12);
        var out = new StringWriter();

        var status = SandboxCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("redrive", "--state", sandbox.stateDirectory().toString());

        assertThat(status).isZero();
        assertThat(out).hasToString("12 messages moved from the dead-letter queue to the queue.\n");
        assertThat(new Queues(sandbox).deadLetters()).isZero();
    }

    @Test
    void onAnyEndpointTheQueuesAreFoundByTheStack() throws IOException, InterruptedException {
        putIntoTheDeadLetterQueue(1);

        assertThat(redrive("ReplicationSource"))
                .isEqualTo("1 message moved from the dead-letter queue to the queue.\n");
        assertThat(new Queues(sandbox).deadLetters()).isZero();
        assertThat(redrive("NoSuchStack")).startsWith("AWS did not do it: ").contains("NoSuchStack");
    }

    private void putIntoTheDeadLetterQueue(int count) {
        IntStream.range(0, count)
                .forEach(i -> sandbox.source()
                        .sqs()
                        .sendMessage(request -> request.queueUrl(sandbox.deadLetterQueueUrl())
                                .messageBody(BODY.formatted(sandbox.sourceBucket()))));
    }

    private String redrive(String stack) throws IOException, InterruptedException {
        var output = folder.resolve("output");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djavax.net.ssl.trustStore=" + sandbox.emulator().trustStore(),
                        "-Djavax.net.ssl.trustStorePassword=" + Certificate.TRUST_STORE_PASSWORD,
                        "-cp",
                        System.getProperty("java.class.path"),
                        SandboxCommand.class.getName(),
                        "redrive",
                        "--stack",
                        stack)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        var account = sandbox.source();
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().put("AWS_ENDPOINT_URL", account.endpoint().toString());
        builder.environment().put("AWS_REGION", account.region().id());
        builder.environment().put("AWS_ACCESS_KEY_ID", account.id());
        builder.environment().put("AWS_SECRET_ACCESS_KEY", Account.ADMINISTRATOR_SECRET);
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }
}
