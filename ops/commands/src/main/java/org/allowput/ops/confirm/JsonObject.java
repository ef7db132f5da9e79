package org.allowput.ops.confirm;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fields of JSON that this program has written. */
record JsonObject(Map<?, ?> fields) {
    String text(String name) {
        return String.valueOf(fields.get(name));
    }

    long number(String name) {
        return Long.parseLong(text(name));
    }

    JsonObject object(String name) {
        return of(fields.get(name));
    }

    Stream<JsonObject> objects(String name) {
        return fields.get(name) instanceof List<?> list ? list.stream().map(JsonObject::of) : Stream.empty();
    }

    private static JsonObject of(@Nullable Object value) {
        return new JsonObject(value instanceof Map<?, ?> map ? map : Map.of());
    }
}
