package org.allowput.sandbox.soak;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.deployed.Buckets;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Every object of both buckets, side by side, as the two administrators see them: which keys there are, and of each
 * object its bytes, user metadata and content headers, and that A owns it.
 */
record Comparison(Sandbox sandbox) {
    private static final int AT_ONCE = 4;
    private static final List<String> HEADERS = List.of(
            "ContentType", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ExpiresString");

    /**
     * What is not as it should be: nothing if all is.
     *
     * @param objects how many were compared
     */
    record Result(int objects, List<String> differences) {}

    Result run() throws InterruptedException {
        Buckets buckets = new Buckets(sandbox);
        Map<String, String> owners = new TreeMap<>();
        for (S3Object object : buckets.target()
                .s3()
                .listObjectsV2Paginator(
                        request -> request.bucket(buckets.target().name()).fetchOwner(true))
                .contents()) {
            owners.put(object.key(), object.owner().id());
        }
        String owner = buckets.target().s3().listBuckets().owner().id();
        List<String> differences = new ArrayList<>();
        owners.forEach((key, id) -> {
            if (!id.equals(owner)) {
                differences.add("owned by " + id + ": " + key);
            }
        });
        List<Callable<String>> comparisons = new ArrayList<>();
        List<String> sourceKeys = buckets.source().keys();
        for (String sourceKey : sourceKeys) {
            String targetKey = Keys.target(sourceKey);
            if (owners.containsKey(targetKey)) {
                comparisons.add(() -> difference(buckets, sourceKey, targetKey));
            } else {
                differences.add("lost: " + targetKey);
            }
        }
        sourceKeys.forEach(key -> owners.remove(Keys.target(key)));
        owners.keySet().forEach(key -> differences.add("not in the source: " + key));
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<String> comparison : threads.invokeAll(comparisons)) {
                if (!comparison.get().isEmpty()) {
                    differences.add(comparison.get());
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return new Result(sourceKeys.size(), differences);
    }

    /** Empty if they are equal. */
    private static String difference(Buckets buckets, String sourceKey, String targetKey) {
        Map<String, Object> expected = properties(buckets.source(), sourceKey);
        Map<String, Object> seen = properties(buckets.target(), targetKey);
        TreeSet<String> others = new TreeSet<>(expected.keySet());
        others.addAll(seen.keySet());
        others.removeIf(name -> Objects.equals(expected.get(name), seen.get(name)));
        return others.isEmpty() ? "" : "with other " + others + ": " + targetKey;
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
