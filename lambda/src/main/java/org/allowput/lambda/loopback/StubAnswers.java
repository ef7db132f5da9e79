package org.allowput.lambda.loopback;

import java.util.List;
import java.util.Map;
import org.allowput.contract.json.JsonDocuments;
import org.allowput.contract.resource.ResourceFile;

/**
 * The content of {@code loopback.json}.
 *
 * @param headers of each answer
 * @param lastModified of objects in turn, in months of different lengths
 * @param stored headers of the answers to PUT in turn
 * @param bodies of the other answers, in XML
 * @param objects that can be read: one of each kind that takes another way through the function; the last one is large
 */
record StubAnswers(
        Map<String, String> headers,
        List<String> lastModified,
        List<Map<String, String>> stored,
        Map<String, String> bodies,
        List<StubObject> objects) {
    static final StubAnswers ALL =
            JsonDocuments.read(ResourceFile.bytes(StubAnswers.class, "/loopback.json"), StubAnswers.class);

    /**
     * An object.
     *
     * @param size in bytes
     * @param headers of the answers to GET and HEAD, besides those that all objects have
     */
    record StubObject(String kind, long size, Map<String, String> headers) {}

    static StubObject object(int number) {
        return inTurn(ALL.objects, number);
    }

    static <T> T inTurn(List<T> values, int number) {
        return values.get(number % values.size());
    }
}
