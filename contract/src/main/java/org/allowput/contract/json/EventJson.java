package org.allowput.contract.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.stree.JacksonJrsTreeCodec;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.io.InputStream;

/**
 * JSON of events, strictly one document with no field twice, and bounded: what Lambda or SQS cannot deliver is refused
 * before it costs memory or stack.
 *
 * <p>AWS's own parsers return no records, and no error, for documents of other shapes: copies that silently do not
 * happen. The tests compare the readings wherever both have one.
 */
public final class EventJson {
    /** An invocation's payload has at most 6 MiB; the rest is for what Lambda counts differently. */
    private static final int LARGEST_DOCUMENT = 7 << 20;

    /** Real events are six levels deep. */
    private static final int DEEPEST = 64;

    /** What bounds the memory of a tree: the smallest value, such as an empty object, is three bytes of JSON. */
    private static final long MAX_TOKENS = 1_000_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(LARGEST_DOCUMENT)
                    .maxStringLength(LARGEST_DOCUMENT)
                    .maxNestingDepth(DEEPEST)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private static final JacksonJrsTreeCodec TREES = new JacksonJrsTreeCodec();
    private static final JSON BEANS = JSON.builder(FACTORY).build();

    private EventJson() {}

    public static JrsValue parse(InputStream document) throws IOException, UnreadableException {
        byte[] bytes = document.readNBytes(LARGEST_DOCUMENT + 1);
        return parse(() -> FACTORY.createParser(bytes));
    }

    public static JrsValue parse(String document) throws UnreadableException {
        return parse(() -> FACTORY.createParser(document));
    }

    /**
     * An object's properties, such as those of a response of {@code aws-lambda-java-events}, without nulls: ASCII, so
     * that they can have any text, even an unpaired surrogate.
     */
    public static byte[] write(Object bean) {
        return JsonDocuments.unchecked(() -> BEANS.asBytes(bean));
    }

    private static JrsValue parse(JsonDocuments.InMemory<JsonParser> source) throws UnreadableException {
        try (JsonParser parser = source.run()) {
            if (parser.nextToken() == null) {
                throw new UnreadableException("there is nothing but white space; expected JSON");
            }
            JrsValue document = TREES.readTree(parser);
            if (parser.nextToken() != null) {
                throw new UnreadableException("there is more after the end of the JSON; expected one document");
            }
            return document;
        } catch (StreamConstraintsException e) {
            throw new UnreadableException("the JSON is larger, deeper or longer than any that AWS sends" + at(e));
        } catch (JsonProcessingException e) {
            // Not the parser's own message, which quotes the document.
            throw new UnreadableException("it is not JSON, or it is cut off, or names a field twice" + at(e));
        } catch (IOException e) {
            throw new UnreadableException("it is not text in UTF-8; expected JSON");
        }
    }

    private static String at(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : ": line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
