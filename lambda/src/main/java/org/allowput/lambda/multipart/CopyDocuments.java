package org.allowput.lambda.multipart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.lambda.multipart.MultipartCopy.CopiedPart;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.lambda.s3.TargetObject;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Tag;

/** The JSON of a copy in parts, by which one step of a workflow passes it on to the next. */
public final class CopyDocuments {
    private CopyDocuments() {}

    /**
     * The document of a copy that has begun.
     *
     * @param more further fields, of other names
     */
    public static byte[] write(MultipartCopy copy, Map<String, Object> more) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("source", source(copy.object().source()));
        document.put("targetKey", copy.object().key());
        List<Object> tags = new ArrayList<>();
        copy.object().tags().forEach(tag -> tags.add(List.of(tag.key(), tag.value())));
        document.put("tags", tags);
        document.put("uploadId", copy.upload().id());
        document.put("algorithm", copy.upload().algorithm().name());
        document.put("partSize", copy.plan().partSize());
        copy.whole().ifPresent(checksum -> document.put("whole", checksum(checksum)));
        document.putAll(more);
        return JsonDocuments.write(document);
    }

    public static MultipartCopy read(Map<String, Object> fields) {
        SourceState state = state(object(fields, "source"));
        List<Tag> tags = new ArrayList<>();
        for (Object tag : list(fields, "tags")) {
            List<?> pair = (List<?>) tag;
            tags.add(Tag.builder()
                    .key(String.valueOf(pair.getFirst()))
                    .value(String.valueOf(pair.getLast()))
                    .build());
        }
        String targetKey = text(fields, "targetKey");
        return new MultipartCopy(
                new TargetObject(targetKey, state, tags),
                new S3Target.Upload(targetKey, text(fields, "uploadId"), Algorithm.valueOf(text(fields, "algorithm"))),
                new PartPlan(state.size(), number(fields, "partSize")),
                checksum(fields, "whole"));
    }

    public static byte[] writeParts(List<CopiedPart> parts) {
        List<Object> entries = new ArrayList<>();
        for (CopiedPart copied : parts) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("number", copied.part().number());
            entry.put("eTag", copied.part().eTag());
            entry.put("length", copied.part().length());
            copied.part().checksum().ifPresent(value -> entry.put("returned", value));
            copied.checksum().ifPresent(value -> entry.put("checksum", value));
            entries.add(entry);
        }
        return JsonDocuments.write(Map.of("parts", entries));
    }

    public static List<CopiedPart> readParts(byte[] document) {
        List<CopiedPart> parts = new ArrayList<>();
        for (Object entry : list(JsonDocuments.read(document), "parts")) {
            Map<String, Object> fields = fields(entry);
            parts.add(new CopiedPart(
                    new S3Target.Part(
                            Math.toIntExact(number(fields, "number")),
                            text(fields, "eTag"),
                            number(fields, "length"),
                            optional(fields, "returned")),
                    optional(fields, "checksum")));
        }
        return parts;
    }

    public static byte[] writeStored(StoredObject stored) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "eTag", stored.eTag());
        put(fields, "versionId", stored.versionId());
        stored.checksum().ifPresent(checksum -> fields.put("checksum", checksum(checksum)));
        return JsonDocuments.write(fields);
    }

    /** Reads what {@link #writeStored} has written, or what stood there until version 1.0: the entity tag alone. */
    public static StoredObject readStored(byte[] document) {
        String text = new String(document, UTF_8);
        if (!text.startsWith("{")) {
            return new StoredObject(text.isEmpty() ? null : text, null, Optional.empty());
        }
        Map<String, Object> fields = JsonDocuments.read(document);
        return new StoredObject(
                optional(fields, "eTag").orElse(null),
                optional(fields, "versionId").orElse(null),
                checksum(fields, "checksum"));
    }

    private static Map<String, Object> source(SourceState state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", state.key());
        fields.put("size", state.size());
        fields.put("eTag", state.eTag());
        put(fields, "versionId", state.versionId());
        put(fields, "lastModified", state.lastModified());
        fields.put("headers", state.headers());
        fields.put("metadata", state.metadata());
        fields.put("missingMetadata", state.missingMetadata());
        state.checksum().ifPresent(checksum -> fields.put("checksum", checksum(checksum)));
        put(fields, "encryption", state.encryption());
        put(fields, "storageClass", state.storageClass());
        return fields;
    }

    private static SourceState state(Map<String, Object> fields) {
        return new SourceState(
                text(fields, "key"),
                number(fields, "size"),
                text(fields, "eTag"),
                optional(fields, "versionId").orElse(null),
                optional(fields, "lastModified").map(Instant::parse).orElse(null),
                texts(object(fields, "headers")),
                texts(object(fields, "metadata")),
                Math.toIntExact(number(fields, "missingMetadata")),
                checksum(fields, "checksum"),
                optional(fields, "encryption").orElse(null),
                optional(fields, "storageClass").orElse(null));
    }

    private static Map<String, Object> checksum(StoredChecksum checksum) {
        return Map.of(
                "algorithm", checksum.algorithm().name(),
                "value", checksum.value(),
                "fullObject", checksum.fullObject());
    }

    private static Optional<StoredChecksum> checksum(Map<String, Object> parent, String name) {
        return Optional.ofNullable(parent.get(name))
                .map(CopyDocuments::fields)
                .map(fields -> new StoredChecksum(
                        Algorithm.valueOf(text(fields, "algorithm")),
                        text(fields, "value"),
                        Boolean.TRUE.equals(fields.get("fullObject"))));
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value.toString());
        }
    }

    private static Map<String, Object> object(Map<String, Object> fields, String name) {
        return fields(required(fields, name));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fields(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<?> list(Map<String, Object> fields, String name) {
        return (List<?>) required(fields, name);
    }

    private static String text(Map<String, Object> fields, String name) {
        return (String) required(fields, name);
    }

    private static long number(Map<String, Object> fields, String name) {
        return ((Number) required(fields, name)).longValue();
    }

    private static Optional<String> optional(Map<String, Object> fields, String name) {
        return Optional.ofNullable((String) fields.get(name));
    }

    private static Map<String, String> texts(Map<String, Object> fields) {
        Map<String, String> texts = new LinkedHashMap<>();
        fields.forEach((name, value) -> texts.put(name, (String) value));
        return texts;
    }

    private static Object required(Map<String, Object> fields, String name) {
        return Objects.requireNonNull(fields.get(name), () -> "no " + name + " in a document of a copy");
    }
}
