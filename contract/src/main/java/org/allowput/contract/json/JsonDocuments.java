package org.allowput.contract.json;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Documents that this product writes and reads itself: one JSON object each. */
public final class JsonDocuments {
    private JsonDocuments() {}

    /** Writes a map, or a record by the names of its components. */
    public static byte[] write(Object document) {
        return unchecked(() -> JSON.std.asBytes(document));
    }

    /** Maps, lists, strings and numbers on one line. */
    public static String line(Object value) {
        return unchecked(() -> JSON.std.asString(value));
    }

    public static Map<String, Object> read(byte[] document) {
        return unchecked(() -> JSON.std.mapFrom(document));
    }

    /** A number that is missing is 0. */
    public static <R extends Record> R read(byte[] document, Class<R> type) {
        return unchecked(() -> JSON.std.beanFrom(type, document));
    }

    /** Memory is what is read and written: only the text itself can fail. */
    public static <T> T unchecked(InMemory<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Work on text in memory. */
    @FunctionalInterface
    public interface InMemory<T> {
        T run() throws IOException;
    }
}
