package org.allowput.contract.receipt;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.contract.object.StoredChecksum;
import org.jspecify.annotations.Nullable;

/**
 * That the replication of one object came to its end.
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
        Kind outcome,
        @Nullable Version version,
        @Nullable Instant eventTime,
        Instant acknowledged,
        String requestId,
        int rule) {
    /**
     * Of the JSON: a reader of an earlier one of the same first number can read it. docs/receipt.schema.json has it.
     */
    public static final String FORMAT = "1.0";

    public enum Kind {
        /** The target had that version. */
        COPIED,
        /** The source object was gone, and is deleted in the target. */
        DELETED,
        /** The object was put, and the source object was gone when it was looked at again. */
        UNCONFIRMED,
        /** The source object was gone before it was copied. */
        GONE,
        /** The object did not have the required tag, and was not copied. */
        WAITING,
        /** The required tag had another value, and the object was not copied. */
        REFUSED;

        /** Those that the target account gets: of the others it has no object. */
        public static final Set<Kind> OF_TARGET = Set.of(COPIED, DELETED, UNCONFIRMED);
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

    /** The fields that it has, as docs/receipt.schema.json names them, in that order: texts, numbers and times. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("receiptVersion", FORMAT);
        fields.put("sourceBucket", sourceBucket);
        fields.put("sourceKey", sourceKey);
        fields.put("targetBucket", targetBucket);
        fields.put("targetKey", targetKey);
        fields.put("outcome", outcome.name());
        if (version != null) {
            fields.put("size", version.size());
            fields.put("eTag", version.eTag());
            put(fields, "versionId", version.versionId());
            put(fields, "lastModified", version.lastModified());
            put(fields, "targetETag", version.targetETag());
            put(fields, "targetVersionId", version.targetVersionId());
            version.targetChecksum().ifPresent(checksum -> {
                fields.put("checksumAlgorithm", checksum.algorithm().name());
                fields.put("checksumType", checksum.type());
                fields.put("checksum", checksum.value());
            });
        }
        put(fields, "eventTime", eventTime);
        fields.put("acknowledged", acknowledged);
        fields.put("requestId", requestId);
        fields.put("rule", (long) rule);
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, Object> field : fields().entrySet()) {
            if (field.getValue() instanceof Long number) {
                json.writeNumberField(field.getKey(), number);
            } else {
                json.writeStringField(field.getKey(), field.getValue().toString());
            }
        }
        json.writeEndObject();
    }

    /** Reads the object that begins at the parser's token. Fields that it does not know are left out. */
    static Receipt read(JsonParser json) throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (json.nextToken() == JsonToken.START_OBJECT || json.currentToken() == JsonToken.START_ARRAY) {
                json.skipChildren();
            } else {
                fields.put(name, json.getText());
            }
        }
        String eTag = fields.get("eTag");
        return new Receipt(
                required(fields, "sourceBucket"),
                required(fields, "sourceKey"),
                required(fields, "targetBucket"),
                required(fields, "targetKey"),
                Kind.valueOf(required(fields, "outcome")),
                eTag == null
                        ? null
                        : new Version(
                                eTag,
                                fields.get("versionId"),
                                instant(fields, "lastModified"),
                                Long.parseLong(required(fields, "size")),
                                fields.get("targetETag"),
                                fields.get("targetVersionId"),
                                checksum(fields)),
                instant(fields, "eventTime"),
                Instant.parse(required(fields, "acknowledged")),
                required(fields, "requestId"),
                Integer.parseInt(required(fields, "rule")));
    }

    private static Optional<StoredChecksum> checksum(Map<String, String> fields) throws IOException {
        String value = fields.get("checksum");
        return value == null
                ? Optional.empty()
                : Optional.of(new StoredChecksum(
                        StoredChecksum.Algorithm.valueOf(required(fields, "checksumAlgorithm")),
                        value,
                        required(fields, "checksumType").equals(StoredChecksum.FULL_OBJECT)));
    }

    private static String required(Map<String, String> fields, String name) throws IOException {
        String value = fields.get(name);
        if (value == null) {
            throw new IOException("a receipt without " + name + ", with " + fields.keySet());
        }
        return value;
    }

    private static @Nullable Instant instant(Map<String, String> fields, String name) {
        String value = fields.get(name);
        return value == null ? null : Instant.parse(value);
    }
}
