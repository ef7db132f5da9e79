package org.allowput.emulator.strict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The IAM actions that AWS asks for before it carries out a request, by its operation and its headers.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">Actions,
 *     resources, and condition keys for Amazon S3</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html">Required
 *     permissions for Amazon S3 API operations</a>
 */
public final class RequiredActions {
    /** By the header that needs them, with any value: an empty one counts. */
    private static final Map<String, String> BY_HEADER = new TreeMap<>(Map.of(
            "x-amz-tagging", "s3:PutObjectTagging",
            "x-amz-acl", "s3:PutObjectAcl",
            "x-amz-grant-full-control", "s3:PutObjectAcl",
            "x-amz-grant-read", "s3:PutObjectAcl",
            "x-amz-grant-read-acp", "s3:PutObjectAcl",
            "x-amz-grant-write-acp", "s3:PutObjectAcl",
            "x-amz-object-lock-mode", "s3:PutObjectRetention",
            "x-amz-object-lock-retain-until-date", "s3:PutObjectRetention",
            "x-amz-object-lock-legal-hold", "s3:PutObjectLegalHold"));

    private RequiredActions() {}

    /** An action and the ARN that it is about. */
    public record Required(String action, String resource) {}

    /**
     * Of a request to S3; in the order in which this class finds them, each once.
     *
     * @param defaultKey ARN of the KMS key that the bucket encrypts with by default; empty for a key of S3
     */
    public static List<Required> of(S3Request request, Optional<String> defaultKey) {
        boolean version = request.query().containsKey("versionId");
        List<Required> required = new ArrayList<>();
        String action = switch (request.operation()) {
            case GET_OBJECT, HEAD_OBJECT -> version ? "s3:GetObjectVersion" : "s3:GetObject";
            case GET_OBJECT_TAGGING -> version ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging";
            case PUT_OBJECT_TAGGING -> version ? "s3:PutObjectVersionTagging" : "s3:PutObjectTagging";
            case PUT_OBJECT, CREATE_MULTIPART_UPLOAD, UPLOAD_PART, COMPLETE_MULTIPART_UPLOAD -> "s3:PutObject";
            case ABORT_MULTIPART_UPLOAD -> "s3:AbortMultipartUpload";
            case DELETE_OBJECT -> version ? "s3:DeleteObjectVersion" : "s3:DeleteObject";
            case HEAD_BUCKET -> "s3:ListBucket";
            case GET_BUCKET_NOTIFICATION -> "s3:GetBucketNotification";
            case OTHER ->
                throw new IllegalArgumentException("expected an operation of the function, was: " + request.method()
                        + " " + request.resource() + " " + request.query());
        };
        required.add(new Required(action, request.resource()));
        // A caller that may not read the object must not learn its entity tag by trying.
        if (request.operation().createsObject() && request.header("if-match").isPresent()) {
            required.add(new Required("s3:GetObject", request.resource()));
        }
        if (request.operation().describesObject()) {
            BY_HEADER.forEach((header, needed) -> {
                if (request.header(header).isPresent()) {
                    required.add(new Required(needed, request.resource()));
                }
            });
            required.addAll(kms(request, defaultKey));
        }
        return required.stream().distinct().toList();
    }

    /**
     * An upload in parts is also decrypted, when S3 puts its parts together.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions">Multipart
     *     upload API and permissions</a>
     */
    private static List<Required> kms(S3Request request, Optional<String> defaultKey) {
        List<Required> required = new ArrayList<>();
        Optional<String> encryption = request.header("x-amz-server-side-encryption");
        Optional<String> used = request.header("x-amz-server-side-encryption-aws-kms-key-id")
                .or(() -> encryption.isPresent() ? Optional.empty() : defaultKey);
        used.ifPresent(key -> {
            required.add(new Required("kms:GenerateDataKey", key));
            if (request.operation() == S3Operation.CREATE_MULTIPART_UPLOAD) {
                required.add(new Required("kms:Decrypt", key));
            }
        });
        return required;
    }
}
