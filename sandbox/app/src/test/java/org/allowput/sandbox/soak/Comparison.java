package org.allowput.sandbox.soak;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.sandbox.deployed.Buckets;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Every object of both buckets, side by side, as the two administrators see them: which keys there are, and of each
 * object its bytes, user metadata and content headers.
 *
 * @param objects how many were compared
 * @param differences what is not as it should be: nothing if all is
 */
record Comparison(int objects, List<String> differences) {
    private static final List<String> HEADERS = List.of(
            "ContentType", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ExpiresString");

    static Comparison of(Buckets buckets) {
        List<String> keys = buckets.source().keys();
        TreeSet<String> copies = new TreeSet<>(buckets.target().keys());
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            String copy = ChangeSequence.target(key);
            if (!copies.remove(copy)) {
                differences.add("lost: " + copy);
                continue;
            }
            Map<String, Object> expected = properties(buckets.source(), key);
            Map<String, Object> seen = properties(buckets.target(), copy);
            if (!expected.equals(seen)) {
                differences.add("different: " + copy + ": " + expected + " and " + seen);
            }
        }
        copies.forEach(copy -> differences.add("not in the source: " + copy));
        return new Comparison(keys.size(), differences);
    }

    private static Map<String, Object> properties(S3Bucket bucket, String key) {
        ResponseBytes<GetObjectResponse> object = bucket.s3()
                .getObjectAsBytes(request -> request.bucket(bucket.name()).key(key));
        Map<String, Object> properties = new TreeMap<>();
        properties.put("bytes", ByteBuffer.wrap(object.asByteArrayUnsafe()));
        properties.put("metadata", object.response().metadata());
        for (String header : HEADERS) {
            object.response().getValueForField(header, String.class).ifPresent(value -> properties.put(header, value));
        }
        return properties;
    }
}
