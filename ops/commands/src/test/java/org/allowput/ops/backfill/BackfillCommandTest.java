package org.allowput.ops.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.CommandRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3control.model.CreateJobRequest;
import software.amazon.awssdk.services.s3control.model.CreateJobResponse;

/** What {@code bin/backfill} prints, and what it creates. */
class BackfillCommandTest {
    private final CommandRun command = new CommandRun();
    private final List<CreateJobRequest> created = new ArrayList<>();

    @BeforeEach
    void aStackWithARoleForJobs() {
        command.output(StackOutput.BACKFILL_ROLE_ARN, "arn:aws-cn:iam::222222222222:role/Backfill");
        command.aws.answer(CreateJobRequest.class, request -> {
            created.add(request);
            return CreateJobResponse.builder().jobId("j-1").build();
        });
    }

    @Test
    void withoutCreateTheJobIsPrintedAsACommandThatAShellReadsAsItIs() throws Exception {
        assertThat(run("--prefix", "it's here/")).isZero();

        assertThat(created).isEmpty();
        assertThat(command.out.toString()).startsWith("aws s3control create-job --cli-input-json '{");
        Map<String, Object> job = JSON.std.mapFrom(argument(command.out.toString()));
        assertThat(job).containsEntry("Priority", 10).containsEntry("ConfirmationRequired", true);
        assertThat(job.toString()).contains("MatchAnyPrefix=[it's here/]");
    }

    @Test
    void theJobInvokesTheFunctionForWhatWasAskedForAndReportsFailures() throws IOException {
        assertThat(job("--no-confirmation", "--prefix", "a \"b\"/", "--created-after", "2026-01-31"))
                .isEqualTo(JSON.std.mapFrom("""
                    {"AccountId": "222222222222", "ConfirmationRequired": false, "Priority": 10,
                     "Operation": {"LambdaInvoke": {"InvocationSchemaVersion": "2.0",
                       "FunctionArn": "arn:aws:lambda:us-east-1:222222222222:function:f:live"}},
                     "Report": {"Bucket": "arn:aws-cn:s3:::operations", "Format": "Report_CSV_20180820", "Enabled": true,
                       "Prefix": "backfill/reports", "ReportScope": "FailedTasksOnly"},
                     "Description": "AllowPutToS3 backfill",
                     "RoleArn": "arn:aws-cn:iam::222222222222:role/Backfill",
                     "ManifestGenerator": {"S3JobManifestGenerator": {
                       "ExpectedBucketOwner": "222222222222", "SourceBucket": "arn:aws-cn:s3:::source",
                       "ManifestOutputLocation": {"ExpectedManifestBucketOwner": "222222222222",
                         "Bucket": "arn:aws-cn:s3:::operations", "ManifestPrefix": "backfill/manifests",
                         "ManifestFormat": "S3InventoryReport_CSV_20211130"},
                       "Filter": {"CreatedAfter": "2026-01-31T00:00:00Z",
                         "KeyNameConstraint": {"MatchAnyPrefix": ["a \\"b\\"/"]}},
                       "EnableManifestOutput": true}}}
                    """));
        assertThat(created).isEmpty();
    }

    @Test
    void withCreateTheJobIsCreatedAndTheCommandThatConfirmsItIsPrinted() {
        command.output(StackOutput.SELECTION, "[{\"minBytes\": 2}]");
        assertThat(run("--create", "--created-after", "2026-01-31")).isZero();
        assertThat(created).singleElement().satisfies(job -> {
            assertThat(job.confirmationRequired()).isTrue();
            assertThat(job.manifestGenerator().s3JobManifestGenerator().filter())
                    .hasToString("JobManifestGeneratorFilter(CreatedAfter=2026-01-31T00:00:00Z,"
                            + " ObjectSizeGreaterThanBytes=1)");
        });
        assertThat(command.out)
                .hasToString("jobId              j-1\nnext               aws s3control update-job-status"
                        + " --account-id 222222222222 --job-id j-1 --requested-job-status Ready\n");
        run("--create", "--no-confirmation", "--json");
        assertThat(command.out).hasToString("{\"jobId\":\"j-1\"}\n");
    }

    @Test
    void timesThatNoObjectCanHaveAreRefused() {
        assertThat(run("--create", "--created-after", "2026-02-01T00:00:00Z", "--created-before", "2026-01-01"))
                .isEqualTo(2);
        assertThat(command.err.toString())
                .startsWith("No object is created after 2026-02-01T00:00:00Z and before 2026-01-01T00:00:00Z:"
                        + " --created-after must be the earlier time.\n");
        assertThat(run("--created-after", "2999-01-01T00:00:00Z")).isEqualTo(2);
        assertThat(command.err.toString()).contains("is in the future");
        assertThat(created).isEmpty();
    }

    @Test
    void withoutOptionsTheJobIsLimitedToTheKeysThatTheStackCopies() throws IOException {
        command.output(StackOutput.SELECTION, "[{\"include\": [\"in/a/**.csv\", \"in/b/*.csv\"]}]");
        assertThat(filter()).hasToString("{KeyNameConstraint={MatchAnyPrefix=[in/], MatchAnySuffix=[.csv]}}");
        assertThat(filter("--prefix", "in/a/2026/"))
                .hasToString("{KeyNameConstraint={MatchAnyPrefix=[in/a/2026/], MatchAnySuffix=[.csv]}}");

        command.output(StackOutput.SELECTION, "[{\"include\": [\"**.csv\"]}]");
        assertThat(filter()).hasToString("{KeyNameConstraint={MatchAnySuffix=[.csv]}}");

        command.output(StackOutput.SELECTION, "[{}]");
        assertThat(filter()).isNull();
        assertThat(filter("--prefix", "")).as("every key has the empty prefix").isNull();
    }

    @Test
    void objectsThatNoRuleCopiesForTheirSizeAreLeftOut() throws IOException {
        command.output(
                StackOutput.SELECTION, "[{\"minBytes\": 2, \"maxBytes\": 5}, {\"minBytes\": 3, \"maxBytes\": 9}]");
        assertThat(filter()).isEqualTo(Map.of("ObjectSizeGreaterThanBytes", 1, "ObjectSizeLessThanBytes", 10));

        command.output(StackOutput.SELECTION, "[{\"minBytes\": 2, \"maxBytes\": 5}, {}]");
        assertThat(filter()).isNull();
    }

    @Test
    void aPrefixThatTheStackDoesNotCopyAndAStackWithoutARoleForJobsAreRefused() {
        command.output(StackOutput.SELECTION, "[{\"include\": [\"in/**\"]}]");
        assertThat(run("--prefix", "out/")).isEqualTo(3);
        assertThat(command.err)
                .hasToString("The stack copies no key that begins with \"out/\", only keys that begin with \"in/\""
                        + " (keys.include): choose a --prefix below it.\n");

        command.outputs.remove(StackOutput.BACKFILL_ROLE_ARN.id());
        assertThat(run()).isEqualTo(3);
        assertThat(command.err)
                .hasToString("The stack S has no role for jobs: deploy it with -c backfill.enabled=true and run this"
                        + " command again.\n");
    }

    private int run(String... options) {
        return command.run(new BackfillCommand(), options);
    }

    private Map<String, Object> job(String... options) throws IOException {
        String[] words = Stream.concat(Stream.of("--json"), Stream.of(options)).toArray(String[]::new);
        assertThat(run(words)).isZero();
        return JSON.std.mapFrom(command.out.toString());
    }

    @Nullable
    private Object filter(String... options) throws IOException {
        return job(options).get("ManifestGenerator") instanceof Map<?, ?> generator
                        && generator.get("S3JobManifestGenerator") instanceof Map<?, ?> s3
                ? s3.get("Filter")
                : null;
    }

    /** A shell's last word of the printed command. */
    private static String argument(String printed) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", "aws() { eval last=\\${$#}; printf %s \"$last\"; }; " + printed)
                .redirectErrorStream(true)
                .start();
        String word = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(word).isZero();
        return word;
    }
}
