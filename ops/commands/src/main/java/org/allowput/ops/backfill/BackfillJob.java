package org.allowput.ops.backfill;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.allowput.contract.OperationsPrefix;
import org.allowput.contract.StackOutput;
import org.allowput.contract.selection.Affixes;
import org.allowput.contract.selection.Selection;
import org.allowput.contract.selection.SizeRange;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import org.jspecify.annotations.Nullable;
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
 * A job that invokes the function for each object of the source bucket.
 *
 * @param prefix of the keys; null for all that the stack copies
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html">CreateJob</a>
 */
record BackfillJob(
        @Nullable String prefix,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore) {
    /** @throws OperationException if the stack has no role for jobs, or copies no key with a prefix */
    CreateJobRequest request(StackOutputs outputs) {
        String role = outputs.find(StackOutput.BACKFILL_ROLE_ARN)
                .orElseThrow(() -> new OperationException("The stack " + outputs.stack()
                        + " has no role for jobs: deploy it with -c backfill.enabled=true and run this"
                        + " command again."));
        String account = Arn.fromString(role).accountId().orElseThrow();
        String bucketArns = "arn:" + Arn.fromString(role).partition() + ":s3:::";
        String files = bucketArns + outputs.get(StackOutput.OPERATIONS_BUCKET_NAME);
        JobManifestGeneratorFilter filter = filter(outputs.selection());
        return CreateJobRequest.builder()
                .accountId(account)
                .roleArn(role)
                .description("AllowPutToS3 backfill")
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
                        .filter(
                                filter.equals(JobManifestGeneratorFilter.builder()
                                                .build())
                                        ? null
                                        : filter)))
                .build();
    }

    /**
     * Takes one prefix and one suffix, and the function decides for each key again.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_KeyNameConstraint.html">
     *     KeyNameConstraint</a>: arrays of one string
     */
    private JobManifestGeneratorFilter filter(Selection selection) {
        JobManifestGeneratorFilter.Builder filter =
                JobManifestGeneratorFilter.builder().createdAfter(createdAfter).createdBefore(createdBefore);
        KeyNameConstraint.Builder keys = KeyNameConstraint.builder();
        String matched = narrowed(Objects.requireNonNullElse(prefix, ""), selection.prefixes());
        if (!matched.isEmpty()) {
            keys.matchAnyPrefix(matched);
        }
        if (!selection.suffix().isEmpty()) {
            keys.matchAnySuffix(selection.suffix());
        }
        SizeRange sizes = selection.sizes();
        if (sizes.minBytes() > 0) {
            filter.objectSizeGreaterThanBytes(sizes.minBytes() - 1);
        }
        if (sizes.maxBytes() < SizeRange.LARGEST_OBJECT) {
            filter.objectSizeLessThanBytes(sizes.maxBytes() + 1);
        }
        KeyNameConstraint constraint = keys.build();
        if (constraint.hasMatchAnyPrefix() || constraint.hasMatchAnySuffix()) {
            filter.keyNameConstraint(constraint);
        }
        return filter.build();
    }

    private static String narrowed(String prefix, List<String> included) {
        if (included.stream().anyMatch(prefix::startsWith)) {
            return prefix;
        }
        List<String> longer =
                included.stream().filter(each -> each.startsWith(prefix)).toList();
        if (longer.isEmpty()) {
            throw new OperationException(
                    "The stack copies no key that begins with \"" + prefix + "\", only keys that begin with \""
                            + String.join("\" or \"", included)
                            + "\" (keys.include): choose a --prefix below it.");
        }
        return Affixes.commonPrefix(longer);
    }

    /** A request as the AWS CLI takes it with {@code --cli-input-json}: the fields that are set, by their names. */
    static Map<String, Object> fields(SdkPojo request) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (SdkField<?> field : request.sdkFields()) {
            if (field.memberName().equals("ClientRequestToken")) {
                // The AWS CLI makes one, as the SDK does.
                continue;
            }
            Optional.ofNullable(field.getValueOrDefault(request))
                    .map(BackfillJob::value)
                    .filter(value -> !(value instanceof Collection<?> list && list.isEmpty()))
                    .filter(value -> !(value instanceof Map<?, ?> map && map.isEmpty()))
                    .ifPresent(value -> fields.put(field.memberName(), value));
        }
        return fields;
    }

    private static Object value(Object value) {
        return switch (value) {
            case SdkPojo nested -> fields(nested);
            case Collection<?> list -> list.stream().map(BackfillJob::value).toList();
            case Instant time -> time.toString();
            default -> value;
        };
    }
}
