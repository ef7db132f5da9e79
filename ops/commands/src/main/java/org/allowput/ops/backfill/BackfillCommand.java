package org.allowput.ops.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.allowput.contract.OperationsPrefix;
import org.allowput.contract.StackOutput;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.resource.ResourceFile;
import org.allowput.contract.selection.LongestCommon;
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
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.services.s3control.model.CreateJobRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

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
        Map<String, Object> job = job(deployed.outputs());
        if (create) {
            CreateJobRequest request = (CreateJobRequest) request(CreateJobRequest.builder(), job);
            String jobId = deployed.clients().s3Control().createJob(request).jobId();
            String confirm = "aws s3control update-job-status --account-id " + request.accountId() + " --job-id "
                    + jobId + " --requested-job-status Ready";
            output.printFacts(Output.facts("jobId", jobId, "next", noConfirmation ? null : confirm));
        } else {
            String json = EscapedText.shellWord(JsonDocuments.line(job));
            output.print(job, "aws s3control create-job --cli-input-json " + json + "\n");
        }
        return ExitStatus.OK.code();
    }

    /**
     * The job as the AWS CLI takes it with {@code --cli-input-json}: {@code job.json}.
     *
     * @throws OperationException if the stack has no role for jobs, or copies no key with the prefix
     */
    private Map<String, Object> job(StackOutputs outputs) {
        Arn role = outputs.find(StackOutput.BACKFILL_ROLE_ARN)
                .map(Arn::fromString)
                .orElseThrow(() -> new OperationException("The stack " + outputs.stack()
                        + " has no role for jobs: deploy it with -c backfill.enabled=true and run this"
                        + " command again."));
        String buckets = "arn:" + role.partition() + ":s3:::";
        String job = ResourceFile.text(BackfillCommand.class, "/backfill/job.json")
                .replace("${account}", role.accountId().orElseThrow())
                .replace("${role}", role.toString())
                .replace("${function}", outputs.get(StackOutput.FUNCTION_ALIAS_ARN))
                .replace("${source}", buckets + outputs.get(StackOutput.SOURCE_BUCKET_NAME))
                .replace("${operations}", buckets + outputs.get(StackOutput.OPERATIONS_BUCKET_NAME))
                .replace("${folder}", OperationsPrefix.BACKFILL)
                .replace("\"${confirmation}\"", Boolean.toString(!noConfirmation))
                .replace("\"${filter}\"", filter(outputs.selection()));
        return JsonDocuments.read(job.getBytes(UTF_8));
    }

    /**
     * Takes <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_KeyNameConstraint.html">one prefix and
     * one suffix</a>, and the function decides for each key again. What is null is left out.
     */
    private String filter(Selection selection) {
        List<String> narrowed = selection.prefixes(prefix);
        if (narrowed.isEmpty()) {
            throw new OperationException(
                    "The stack copies no key that begins with \"" + prefix + "\", only keys that begin with \""
                            + String.join("\" or \"", selection.prefixes())
                            + "\" (keys.include): choose a --prefix below it.");
        }
        String beginning = LongestCommon.prefix(narrowed);
        SizeRange sizes = selection.sizes();
        Map<String, Object> keys = Output.facts(
                "MatchAnyPrefix", beginning.isEmpty() ? null : List.of(beginning),
                "MatchAnySuffix", selection.suffix().isEmpty() ? null : List.of(selection.suffix()));
        Map<String, Object> filter = Output.facts(
                "CreatedAfter", Objects.toString(createdAfter, null),
                "CreatedBefore", Objects.toString(createdBefore, null),
                "ObjectSizeGreaterThanBytes", sizes.minBytes() > 0 ? sizes.minBytes() - 1 : null,
                "ObjectSizeLessThanBytes", sizes.maxBytes() < SizeRange.LARGEST_OBJECT ? sizes.maxBytes() + 1 : null,
                "KeyNameConstraint", keys.isEmpty() ? null : keys);
        return filter.isEmpty() ? "null" : JsonDocuments.line(filter);
    }

    /** Builds what has these fields, whose names are the same for the SDK. */
    private static Object request(SdkPojo builder, Map<?, ?> fields) {
        for (SdkField<?> field : builder.sdkFields()) {
            field.set(
                    builder,
                    switch (fields.get(field.memberName())) {
                        case Map<?, ?> inner -> request(field.constructor().get(), inner);
                        case String time when field.marshallingType() == MarshallingType.INSTANT -> Instant.parse(time);
                        case Integer small when field.marshallingType() == MarshallingType.LONG -> small.longValue();
                        case null -> null;
                        case Object value -> value;
                    });
        }
        return ((SdkBuilder<?, ?>) builder).build();
    }
}
