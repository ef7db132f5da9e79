package org.allowput.lambda.s3;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.contract.object.SourceState;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * A target object describes an object that is put into the target bucket: everything but its bytes.
 *
 * @param key in the target bucket
 * @param source what it is a copy of
 * @param tags to put on it, by name in their order; empty where tags are not replicated
 */
public record TargetObject(String key, SourceState source, Map<String, String> tags) {
    /** What S3 has for an object that was put without a type. */
    static final String DEFAULT_TYPE = "binary/octet-stream";

    private static final String METADATA_PREFIX = "x-amz-meta-";

    String contentType() {
        return source.headers().getOrDefault("Content-Type", DEFAULT_TYPE);
    }

    /**
     * By the names of the headers: the SDK adds the prefix only to a name that does not begin with it, and so would
     * rename the entry {@code x-amz-meta-name} to {@code name}.
     */
    Map<String, String> metadata() {
        Map<String, String> headers = new HashMap<>();
        source.metadata().forEach((name, value) -> headers.put(METADATA_PREFIX + name, value));
        return headers;
    }

    /**
     * Absent where there are no tags: the SDK makes an empty header of none, and a request with that header needs
     * {@code s3:PutObjectTagging}.
     */
    Optional<Tagging> tagging() {
        List<Tag> set = tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        return set.isEmpty()
                ? Optional.empty()
                : Optional.of(Tagging.builder().tagSet(set).build());
    }
}
