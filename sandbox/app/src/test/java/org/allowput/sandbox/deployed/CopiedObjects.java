package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.acceptance.Deployment;
import org.assertj.core.api.ThrowingConsumer;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Objects whose content tells their source key, put by account B's administrator and found by account A's. */
record CopiedObjects(Buckets buckets) {
    CopiedObjects(Sandbox sandbox) {
        this(new Buckets(sandbox));
    }

    CopiedObjects(Deployment deployment) {
        this(new Buckets(deployment));
    }

    void put(String key) {
        put(key, request -> {});
    }

    void put(String key, Consumer<PutObjectRequest.Builder> more) {
        buckets.source().put(key, content(key).getBytes(StandardCharsets.UTF_8), more);
    }

    /** Waits for it, and compares each byte. */
    HeadObjectResponse arrived(String targetKey, String sourceKey) {
        HeadObjectResponse head = buckets.arrived(targetKey);
        assertThat(buckets.target().text(targetKey)).isEqualTo(content(sourceKey));
        return head;
    }

    HeadObjectResponse arrived(String key) {
        return arrived(key, key);
    }

    /** All keys of the target bucket. */
    List<String> inTarget() {
        return buckets.target().keys();
    }

    /**
     * Puts objects one after the other until some work is done.
     *
     * @param work is given the keys of those that were put so far
     * @return the keys of all
     */
    List<String> putDuring(String prefix, Consumer<String> put, ThrowingConsumer<List<String>> work)
            throws InterruptedException, ExecutionException {
        AtomicBoolean going = new AtomicBoolean(true);
        List<String> keys = new CopyOnWriteArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> puts = executor.submit(() -> {
                while (going.get()) {
                    String key = prefix + keys.size();
                    put.accept(key);
                    keys.add(key);
                    Thread.sleep(50);
                }
                return null;
            });
            try {
                work.accept(keys);
            } finally {
                going.set(false);
            }
            puts.get();
        }
        return keys;
    }

    private static String content(String key) {
        return "content of " + key;
    }
}
