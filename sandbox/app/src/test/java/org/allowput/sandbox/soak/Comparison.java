package org.allowput.sandbox.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.allowput.emulator.Account;
import org.allowput.sandbox.Sandbox;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Every object of both buckets, side by side, as the two administrators see them: which keys there are, and of each
 * object its bytes, user metadata and content headers, and that A owns it.
 */
final class Comparison {
    private static final int AT_ONCE = 4;

    private final Sandbox sandbox;
    private final S3Client source;
    private final S3Client target;

    Comparison(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.source = sandbox.source().s3();
        this.target = sandbox.target().s3();
    }

    /**
     * What is not as it should be: nothing if all is.
     *
     * @param objects how many were compared
     */
    record Result(int objects, List<String> differences) {}

    /** @param absent keys of the source bucket that are to be missing in the target bucket */
    Result run(Set<String> absent) throws InterruptedException {
        TreeMap<String, String> expected = new TreeMap<>();
        for (S3Object object : objects(sandbox.source(), sandbox.sourceBucket())) {
            if (!absent.contains(object.key())) {
                expected.put(Keys.target(object.key()), object.key());
            }
        }
        TreeMap<String, String> found = new TreeMap<>();
        for (S3Object object : objects(sandbox.target(), sandbox.targetBucket())) {
            found.put(object.key(), object.owner().id());
        }
        List<String> differences = new ArrayList<>();
        missing(expected.keySet(), found.keySet()).forEach(key -> differences.add("lost: " + key));
        missing(found.keySet(), expected.keySet()).forEach(key -> differences.add("not in the source: " + key));
        String owner = target.listBuckets().owner().id();
        found.forEach((key, id) -> {
            if (!id.equals(owner)) {
                differences.add("owned by " + id + ": " + key);
            }
        });
        List<Callable<List<String>>> comparisons = new ArrayList<>();
        expected.forEach((targetKey, sourceKey) -> {
            if (found.containsKey(targetKey)) {
                comparisons.add(() -> differences(sourceKey, targetKey));
            }
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<List<String>> comparison : threads.invokeAll(comparisons)) {
                differences.addAll(comparison.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return new Result(expected.size(), differences);
    }

    private List<String> differences(String sourceKey, String targetKey) {
        ResponseBytes<GetObjectResponse> there = bytes(source, sandbox.sourceBucket(), sourceKey);
        ResponseBytes<GetObjectResponse> here = bytes(target, sandbox.targetBucket(), targetKey);
        List<String> differences = new ArrayList<>();
        if (!Arrays.equals(there.asByteArrayUnsafe(), here.asByteArrayUnsafe())) {
            differences.add("other bytes: " + targetKey);
        }
        Map<String, String> wanted = metadata(there.response());
        Map<String, String> seen = metadata(here.response());
        if (!wanted.equals(seen)) {
            differences.add("with metadata " + seen + ", not as " + wanted + ": " + targetKey);
        }
        return differences;
    }

    /** User metadata and content headers. */
    private static Map<String, String> metadata(GetObjectResponse response) {
        Map<String, String> metadata = new LinkedHashMap<>();
        new TreeMap<>(response.metadata()).forEach((name, value) -> metadata.put("x-amz-meta-" + name, value));
        metadata.put("Content-Type", Objects.toString(response.contentType()));
        metadata.put("Cache-Control", Objects.toString(response.cacheControl()));
        metadata.put("Content-Disposition", Objects.toString(response.contentDisposition()));
        metadata.put("Content-Encoding", Objects.toString(response.contentEncoding()));
        metadata.put("Content-Language", Objects.toString(response.contentLanguage()));
        metadata.put("Expires", Objects.toString(response.expiresString()));
        return metadata;
    }

    private static ResponseBytes<GetObjectResponse> bytes(S3Client s3, String bucket, String key) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
    }

    private static Iterable<S3Object> objects(Account account, String bucket) {
        return account.s3()
                .listObjectsV2Paginator(request -> request.bucket(bucket).fetchOwner(true))
                .contents();
    }

    private static Set<String> missing(Set<String> from, Set<String> in) {
        Set<String> missing = new TreeSet<>(from);
        missing.removeAll(in);
        return missing;
    }
}
