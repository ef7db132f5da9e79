package org.allowput.ops.proof.template;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What account B means its functions to use, which the proof compares with their environment variables and policies. An
 * empty name is of something that they do not use.
 *
 * @param variables what a variable of a function may be, besides empty
 * @param callers the principals besides the functions that may assume the role in account A, as {@code group/NAME}
 * @param kmsKeyArns the only KMS keys that the roles may use; an empty one counts for nothing
 */
public record SourceGrant(Map<String, Text> variables, List<Text> callers, List<Text> kmsKeyArns) {
    public SourceGrant {
        variables = Map.copyOf(variables);
        callers = List.copyOf(callers);
        kmsKeyArns = List.copyOf(kmsKeyArns);
    }

    /** Whether a section {@code Grant} has this form. */
    public static boolean is(Map<String, Object> section) {
        return section.containsKey("SourceBucket");
    }

    /**
     * Reads the section {@code Metadata.Grant} of account B's template, which the CDK app writes from the settings; or
     * the same, written by somebody who expects it.
     *
     * @throws IllegalArgumentException if something is wrong or missing
     */
    public static SourceGrant read(Map<String, Object> section, Intrinsics intrinsics) {
        Template.refuseOthers(
                "Grant",
                section,
                Set.of(
                        "SourceBucket",
                        "TargetAccount",
                        "RoleName",
                        "Callers",
                        "ReceiptsBucket",
                        "LargeObjectsBucket",
                        "KmsKeyArns"));
        TargetGrant.Reader read = new TargetGrant.Reader(intrinsics);
        Text source = read.required(section, "SourceBucket");
        Text receipts = read.name(section, "ReceiptsBucket");
        Text role = intrinsics
                .arn("iam", ":")
                .then(read.required(section, "TargetAccount"))
                .then(":role/")
                .then(read.required(section, "RoleName"));
        return new SourceGrant(
                Map.of(
                        "SOURCE_BUCKET", source,
                        "SourceBucketName", source,
                        "TARGET_ROLE_ARN", role,
                        "RECEIPTS_BUCKET", receipts,
                        "ReceiptsBucketName", receipts,
                        "LARGE_OBJECTS_BUCKET", read.name(section, "LargeObjectsBucket")),
                read.names(section, "Callers"),
                read.names(section, "KmsKeyArns"));
    }
}
