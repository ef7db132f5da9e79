package org.allowput.ops.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.CommandLines;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.CreateJobRequest;
import software.amazon.awssdk.services.s3control.model.CreateJobResponse;

/** What {@code bin/backfill} prints, and what it creates. */
class BackfillCommandTest {
    private static final StackOutputs OUTPUTS = new StackOutputs(
            "S",
            Map.of(
                    "BackfillRoleArn",
                    "arn:aws:iam::222222222222:role/Backfill",
                    "OperationsBucketName",
                    "the-backfill",
                    "FunctionAliasArn",
                    "arn:of:the:alias:live",
                    "SourceBucketName",
                    "the-source",
                    StackOutput.SELECTION.id(),
                    "[{}]"));

    private final List<CreateJobRequest> created = new ArrayList<>();

    private record Finished(int status, String out, String err) {}

    @Test
    void withoutCreateTheJobIsPrintedAsACommandThatAShellReadsAsItIs() throws Exception {
        Finished finished = run("--prefix", "it's here/", "--priority", "7");

        assertThat(finished.status()).isZero();
        assertThat(created).isEmpty();
        assertThat(finished.out()).startsWith("aws s3control create-job --cli-input-json '{");
        Map<String, Object> job = JSON.std.mapFrom(argument(finished.out()));
        assertThat(job).containsEntry("Priority", 7).containsEntry("ConfirmationRequired", true);
        assertThat(job.toString()).contains("MatchAnyPrefix=[it's here/]");
    }

    @Test
    void withJsonTheJobItselfIsPrinted() throws IOException {
        Finished finished = run("--json", "--no-confirmation");

        assertThat(JSON.std.mapFrom(finished.out()))
                .containsEntry("AccountId", "222222222222")
                .containsEntry("ConfirmationRequired", false);
        assertThat(created).isEmpty();
    }

    @Test
    void withCreateTheJobIsCreatedAndTheCommandThatConfirmsItIsPrinted() {
        Finished finished = run("--create");

        assertThat(created).singleElement().satisfies(job -> {
            assertThat(job.confirmationRequired()).isTrue();
            assertThat(job.priority()).isEqualTo(10);
            assertThat(job.roleArn()).isEqualTo("arn:aws:iam::222222222222:role/Backfill");
        });
        assertThat(finished.out())
                .isEqualTo("Job j-1 was created and waits for your confirmation: aws s3control update-job-status"
                        + " --account-id 222222222222 --job-id j-1 --requested-job-status Ready\n");
        assertThat(run("--create", "--no-confirmation").out()).isEqualTo("Job j-1 was created and starts by itself.\n");
        assertThat(run("--create", "--json").out()).isEqualTo("{\"jobId\":\"j-1\"}\n");
    }

    @Test
    void timesThatNoObjectCanHaveAreRefused() {
        Finished finished =
                run("--create", "--created-after", "2026-02-01T00:00:00Z", "--created-before", "2026-01-01T00:00:00Z");

        assertThat(finished.status()).isEqualTo(2);
        assertThat(finished.err())
                .startsWith("No object is created after 2026-02-01T00:00:00Z and before 2026-01-01T00:00:00Z:"
                        + " --created-after must be the earlier time.\n");
        assertThat(run("--created-after", "2999-01-01T00:00:00Z").err()).contains("is in the future");
        assertThat(created).isEmpty();
    }

    private Finished run(String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = CommandLines.of(new Backfill(), "bin/backfill")
                .setOut(new PrintWriter(new BufferedWriter(out)))
                .setErr(new PrintWriter(err, true))
                .execute(options);
        return new Finished(status, out.toString(), err.toString());
    }

    /** A shell's last word of the printed command. */
    private static String argument(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", "aws() { eval last=\\${$#}; printf %s \"$last\"; }; " + command)
                .redirectErrorStream(true)
                .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(printed).isZero();
        return printed;
    }

    private ServiceClients clients() {
        S3ControlClient s3Control = new S3ControlClient() {
            @Override
            public CreateJobResponse createJob(CreateJobRequest request) {
                created.add(request);
                return CreateJobResponse.builder().jobId("j-1").build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        return (ServiceClients) Proxy.newProxyInstance(
                ServiceClients.class.getClassLoader(), new Class<?>[] {ServiceClients.class}, (proxy, method, none) -> {
                    assertThat(method.getName()).isEqualTo("s3Control");
                    return s3Control;
                });
    }

    private final class Backfill extends BackfillCommand {
        @Override
        public Integer call() {
            check();
            return run(new DeployedStack(clients(), OUTPUTS));
        }
    }
}
