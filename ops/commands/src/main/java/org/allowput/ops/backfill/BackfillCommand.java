package org.allowput.ops.backfill;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allowput.contract.OperationsPrefix;
import org.allowput.contract.StackOutput;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.selection.Affixes;
import org.allowput.contract.selection.Selection;
import org.allowput.contract.selection.SizeRange;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3control.model.CreateJobRequest;
import software.amazon.awssdk.services.s3control.model.GeneratedManifestFormat;
import software.amazon.awssdk.services.s3control.model.JobManifestGeneratorFilter;
import software.amazon.awssdk.services.s3control.model.JobReportFormat;
import software.amazon.awssdk.services.s3control.model.JobReportScope;
import software.amazon.awssdk.services.s3control.model.KeyNameConstraint;

/**
 * A <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html">job</a> that invokes the
 * function for each object of the source bucket.
 */
@Command(name = "backfill")
public class BackfillCommand extends StackCommand {
    @Option(names = "--create")
    private boolean create;

    @Option(names = "--prefix", paramLabel = "PREFIX")
    private String prefix = "";

    @Option(names = "--created-after", paramLabel = "TIME")
    private @Nullable Instant createdAfter;

    @Option(names = "--created-before", paramLabel = "TIME")
    private @Nullable Instant createdBefore;

    @Option(names = "--no-confirmation")
    private boolean noConfirmation;

    @Override
    protected void check() {
        if (createdAfter != null && createdBefore != null && !createdAfter.isBefore(createdBefore)) {
            throw wrong("No object is created after " + createdAfter + " and before " + createdBefore
                    + ": --created-after must be the earlier time.");
        }
        if (createdAfter != null && createdAfter.isAfter(Instant.now())) {
            throw wrong("--created-after " + createdAfter
                    + " is in the future, so no object qualifies: choose an earlier time.");
        }
    }

    @Override
    protected int run(DeployedStack deployed) {
        CreateJobRequest request = request(deployed.outputs());
        if (!create) {
            Object job = json(request);
            output.print(
                    job,
                    "aws s3control create-job --cli-input-json " + EscapedText.shellWord(JsonDocuments.line(job))
                            + "\n");
            return ExitStatus.OK.code();
        }
        String jobId = deployed.clients().s3Control().createJob(request).jobId();
        String confirm = "aws s3control update-job-status --account-id " + request.accountId() + " --job-id " + jobId
                + " --requested-job-status Ready";
        output.printFacts(Output.facts("jobId", jobId, "next", noConfirmation ? null : confirm));
        return ExitStatus.OK.code();
    }

    /** @throws OperationException if the stack has no role for jobs, or copies no key with the prefix */
    private CreateJobRequest request(StackOutputs outputs) {
        Arn role = outputs.find(StackOutput.BACKFILL_ROLE_ARN)
                .map(Arn::fromString)
                .orElseThrow(() -> new OperationException("The stack " + outputs.stack()
                        + " has no role for jobs: deploy it with -c backfill.enabled=true and run this"
                        + " command again."));
        String account = role.accountId().orElseThrow();
        String bucketArns = "arn:" + role.partition() + ":s3:::";
        String files = bucketArns + outputs.get(StackOutput.OPERATIONS_BUCKET_NAME);
        JobManifestGeneratorFilter filter = filter(outputs.selection());
        return CreateJobRequest.builder()
                .accountId(account)
                .roleArn(role.toString())
                .description("AllowPutToS3 backfill")
                // Jobs with a higher number run first.
                .priority(10)
                .confirmationRequired(!noConfirmation)
                .operation(operation -> operation.lambdaInvoke(
                        function -> function.functionArn(outputs.get(StackOutput.FUNCTION_ALIAS_ARN))
                                .invocationSchemaVersion("2.0")))
                .report(report -> report.bucket(files)
                        .prefix(OperationsPrefix.BACKFILL + "reports")
                        .format(JobReportFormat.REPORT_CSV_20180820)
                        .enabled(true)
                        .reportScope(JobReportScope.FAILED_TASKS_ONLY))
                .manifestGenerator(manifest -> manifest.s3JobManifestGenerator(generator -> generator
                        .expectedBucketOwner(account)
                        .sourceBucket(bucketArns + outputs.get(StackOutput.SOURCE_BUCKET_NAME))
                        .enableManifestOutput(true)
                        .manifestOutputLocation(location -> location.expectedManifestBucketOwner(account)
                                .bucket(files)
                                .manifestPrefix(OperationsPrefix.BACKFILL + "manifests")
                                .manifestFormat(GeneratedManifestFormat.S3_INVENTORY_REPORT_CSV_20211130))
                        .filter(filter)))
                .build();
    }

    /**
     * Takes <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_KeyNameConstraint.html">one prefix and
     * one suffix</a>, and the function decides for each key again. Null if it would filter nothing.
     */
    private @Nullable JobManifestGeneratorFilter filter(Selection selection) {
        KeyNameConstraint keys = KeyNameConstraint.builder()
                .matchAnyPrefix(orNull(narrowed(selection.prefixes())))
                .matchAnySuffix(orNull(selection.suffix()))
                .build();
        SizeRange sizes = selection.sizes();
        JobManifestGeneratorFilter filter = JobManifestGeneratorFilter.builder()
                .createdAfter(createdAfter)
                .createdBefore(createdBefore)
                .objectSizeGreaterThanBytes(sizes.minBytes() > 0 ? sizes.minBytes() - 1 : null)
                .objectSizeLessThanBytes(sizes.maxBytes() < SizeRange.LARGEST_OBJECT ? sizes.maxBytes() + 1 : null)
                .keyNameConstraint(keys.equals(KeyNameConstraint.builder().build()) ? null : keys)
                .build();
        return filter.equals(JobManifestGeneratorFilter.builder().build()) ? null : filter;
    }

    private static @Nullable Collection<String> orNull(String text) {
        return text.isEmpty() ? null : List.of(text);
    }

    private String narrowed(List<String> included) {
        List<String> narrowed = included.stream()
                .filter(each -> each.startsWith(prefix) || prefix.startsWith(each))
                .map(each -> each.length() > prefix.length() ? each : prefix)
                .toList();
        if (narrowed.isEmpty()) {
            throw new OperationException(
                    "The stack copies no key that begins with \"" + prefix + "\", only keys that begin with \""
                            + String.join("\" or \"", included)
                            + "\" (keys.include): choose a --prefix below it.");
        }
        return Affixes.commonPrefix(narrowed);
    }

    /** A request as the AWS CLI takes it with {@code --cli-input-json}: the fields that are set, by their names. */
    private static Object json(Object value) {
        if (!(value instanceof SdkPojo request)) {
            return value instanceof Instant ? value.toString() : value;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (SdkField<?> field : request.sdkFields()) {
            Object content = field.getValueOrDefault(request);
            // The AWS CLI makes a token, as the SDK does. Lists and maps that are not set are empty.
            if (content != null
                    && !field.memberName().equals("ClientRequestToken")
                    && !List.of(List.of(), Map.of()).contains(content)) {
                fields.put(field.memberName(), json(content));
            }
        }
        return fields;
    }
}
