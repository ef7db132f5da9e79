package org.allowput.contract.json;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Documents that this product writes and reads itself: one JSON object each. */
public final class JsonDocuments {
    private JsonDocuments() {}

    public static byte[] write(Map<String, ?> document) {
        try {
            return JSON.std.asBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Maps, lists, strings and numbers on one line. */
    public static String line(Object value) {
        try {
            return JSON.std.asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Map<String, Object> read(byte[] document) {
        try {
            return JSON.std.mapFrom(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
