package org.allowput.ops.aws;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The object keys in messages of S3, of SNS with such messages, and of EventBridge. */
public final class MessageKeys {
    private MessageKeys() {}

    /** The keys that a message names; empty if it is not a message about objects. */
    public static List<String> of(String body) {
        List<String> keys = new ArrayList<>();
        try {
            collect(JSON.std.mapFrom(body), keys);
        } catch (IOException | IllegalArgumentException e) {
            // Not JSON, or a key that is not encoded as S3 encodes it: a message that names no object.
            return List.of();
        }
        return keys;
    }

    private static void collect(Map<?, ?> message, List<String> keys) throws IOException {
        if (message.get("Records") instanceof List<?> records) {
            for (Object record : records) {
                if (record instanceof Map<?, ?> fields && fields.get("s3") instanceof Map<?, ?> s3) {
                    key(s3).ifPresent(key -> keys.add(URLDecoder.decode(key, StandardCharsets.UTF_8)));
                }
            }
        } else if (message.get("detail") instanceof Map<?, ?> detail) {
            key(detail).ifPresent(keys::add);
        } else if (message.get("Message") instanceof String nested) {
            collect(JSON.std.mapFrom(nested), keys);
        }
    }

    private static Optional<String> key(Map<?, ?> fields) {
        return fields.get("object") instanceof Map<?, ?> object && object.get("key") instanceof String key
                ? Optional.of(key)
                : Optional.empty();
    }
}
