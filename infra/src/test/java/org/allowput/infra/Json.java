package org.allowput.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * JSON of the tests: what is expected as text, possibly with apostrophes for quotes; what was synthesised as a file.
 */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    static JsonNode read(Path file) {
        return parse(text(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With names in alphabetical order. */
    static String write(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(MAPPER.treeToValue(json, Object.class)) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Maps, lists, texts, numbers and truth values, with names in alphabetical order. */
    static Object sorted(JsonNode json) {
        return MAPPER.convertValue(parse(write(json)), Object.class);
    }

    static JsonNode of(Map<String, ?> map) {
        return MAPPER.valueToTree(map);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(JsonNode json) {
        return MAPPER.convertValue(json, Map.class);
    }
}
