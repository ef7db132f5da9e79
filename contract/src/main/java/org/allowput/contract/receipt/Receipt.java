package org.allowput.contract.receipt;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.object.StoredChecksum;
import org.jspecify.annotations.Nullable;

/**
 * A receipt says how the replication of one object ended, when its event was acknowledged.
 *
 * @param version which version was copied; null unless it was
 * @param eventTime of the latest event that named it, where events tell their time
 * @param acknowledged when it was written down
 * @param requestId of the invocation
 * @param rule the number of the rule that included the key then, from 1; 0 if none did
 */
public record Receipt(
        String sourceBucket,
        String sourceKey,
        String targetBucket,
        String targetKey,
        OutcomeLabel outcome,
        @Nullable Version version,
        @Nullable Instant eventTime,
        Instant acknowledged,
        String requestId,
        int rule) {
    /** Of the JSON, in docs/receipt.schema.json: a reader of an earlier one of the same first number can read it. */
    public static final String FORMAT = "1.0";

    /** @throws IllegalArgumentException if no receipt is written of that outcome */
    public Receipt {
        if (!OutcomeLabel.WITH_RECEIPT.contains(outcome)) {
            throw new IllegalArgumentException("no receipt is written of what is " + outcome.label());
        }
    }

    /**
     * What was copied: the source object, and its copy as far as S3 names it. Entity tags are without quotes, version
     * ids where the bucket is versioned, and {@code lastModified} is to the second.
     */
    public record Version(
            String eTag,
            @Nullable String versionId,
            @Nullable Instant lastModified,
            long size,
            @Nullable String targetETag,
            @Nullable String targetVersionId,
            Optional<StoredChecksum> targetChecksum) {}

    /** An entity tag as a receipt holds it: S3 gives it in quotes, and its inventory does not. */
    public static String unquoted(String eTag) {
        return eTag.replace("\"", "");
    }

    /**
     * The fields in the order of docs/receipt.schema.json: texts, numbers, times, and null for what it does not have.
     */
    public Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("receiptVersion", FORMAT);
        fields.put("sourceBucket", sourceBucket);
        fields.put("sourceKey", sourceKey);
        fields.put("targetBucket", targetBucket);
        fields.put("targetKey", targetKey);
        fields.put("outcome", outcome.name());
        if (version != null) {
            fields.put("size", version.size());
            fields.put("eTag", version.eTag());
            fields.put("versionId", version.versionId());
            fields.put("lastModified", version.lastModified());
            fields.put("targetETag", version.targetETag());
            fields.put("targetVersionId", version.targetVersionId());
            version.targetChecksum().ifPresent(checksum -> {
                fields.put("checksumAlgorithm", checksum.algorithm().name());
                fields.put("checksumType", checksum.type());
                fields.put("checksum", checksum.value());
            });
        }
        fields.put("eventTime", eventTime);
        fields.put("acknowledged", acknowledged);
        fields.put("requestId", requestId);
        fields.put("rule", (long) rule);
        return fields;
    }
}
