package org.allowput.lambda.multipart;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JacksonJrExtension;
import com.fasterxml.jackson.jr.ob.api.ExtensionContext;
import com.fasterxml.jackson.jr.ob.api.ReaderWriterProvider;
import com.fasterxml.jackson.jr.ob.api.ValueReader;
import com.fasterxml.jackson.jr.ob.api.ValueWriter;
import com.fasterxml.jackson.jr.ob.impl.JSONReader;
import com.fasterxml.jackson.jr.ob.impl.JSONWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.object.StoredChecksum;
import org.jspecify.annotations.Nullable;

/** The JSON of a copy in parts, by which one step of a workflow passes it on to the next: records, with all nulls. */
public final class CopyDocuments {
    private static final JSON RECORDS =
            JSON.builder().register(new Extension()).build().with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private CopyDocuments() {}

    public static byte[] write(Record document) {
        return JsonDocuments.unchecked(() -> RECORDS.asBytes(document));
    }

    /**
     * Reads what was written of such a record. The parser alone would take a text for a number, or one that is missing,
     * as 0: so what it has read must be written as it was found.
     *
     * @throws java.io.UncheckedIOException if the document is not one of that record
     */
    public static <R extends Record> R read(byte[] document, Class<R> type) {
        return JsonDocuments.unchecked(() -> {
            R read = RECORDS.beanFrom(type, document);
            if (!JSON.std.mapFrom(document).equals(JSON.std.mapFrom(write(read)))) {
                throw new IOException("a document is not as " + type.getSimpleName()
                        + " is written: a field is missing, not known or of another type");
            }
            return read;
        });
    }

    private static final class Extension extends JacksonJrExtension {
        @Override
        protected void register(ExtensionContext context) {
            context.insertProvider(new Values());
        }
    }

    /** Of the components that the parser does not know: a checksum or text that is optional, a time. */
    private static final class Values extends ReaderWriterProvider {
        private static final Set<Class<?>> TYPES = Set.of(Optional.class, Instant.class);

        @Override
        public @Nullable ValueReader findValueReader(JSONReader context, Class<?> type) {
            return !TYPES.contains(type)
                    ? null
                    : new ValueReader(type) {
                        @Override
                        public @Nullable Object read(JSONReader reader, JsonParser json) throws IOException {
                            return Values.read(type, reader, json);
                        }
                    };
        }

        private static @Nullable Object read(Class<?> type, JSONReader reader, JsonParser json) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                return type == Optional.class ? Optional.empty() : null;
            }
            if (type == Instant.class) {
                return Instant.parse(json.getText());
            }
            return Optional.of(
                    json.currentToken() == JsonToken.START_OBJECT
                            ? reader.readBean(StoredChecksum.class)
                            : json.getText());
        }

        @Override
        public @Nullable ValueWriter findValueWriter(JSONWriter context, Class<?> type) {
            return !TYPES.contains(type)
                    ? null
                    : new ValueWriter() {
                        @Override
                        public void writeValue(JSONWriter writer, JsonGenerator json, Object value) throws IOException {
                            writer.writeValue(
                                    value instanceof Optional<?> optional ? optional.orElse(null) : value.toString());
                        }

                        @Override
                        public Class<?> valueType() {
                            return type;
                        }
                    };
        }
    }
}
