package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.allowput.emulator.testing.Eventually;
import org.allowput.emulator.testing.S3Bucket;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.acceptance.Deployment;
import org.assertj.core.api.ThrowingConsumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Both buckets of a deployment, each as its account's administrator sees it. */
public record Buckets(S3Bucket source, S3Bucket target) {
    /** On AWS, also after retries. */
    static final Duration TIMEOUT = Duration.ofMinutes(10);

    public Buckets(Sandbox sandbox) {
        this(Deployment.of(sandbox));
    }

    public Buckets(Deployment deployment) {
        this(
                new S3Bucket(deployment.source(), deployment.sourceBucket()),
                new S3Bucket(deployment.target(), deployment.targetBucket()));
    }

    /** While the source bucket's policy denies everybody to read what begins so. */
    public <T> T whileDenied(String prefix, Callable<T> work) throws Exception {
        S3Client s3 = source.s3();
        String before =
                s3.getBucketPolicy(request -> request.bucket(source.name())).policy();
        s3.putBucketPolicy(request -> request.bucket(source.name()).policy("""
            {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",
              "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/%s*"}]}
            """.formatted(source.name(), prefix)));
        try {
            return work.call();
        } finally {
            s3.putBucketPolicy(request -> request.bucket(source.name()).policy(before));
        }
    }

    public HeadObjectResponse arrived(String key) {
        return Eventually.until(TIMEOUT, key + " arrives in A", () -> target.head(key), Optional::isPresent)
                .orElseThrow();
    }

    GetBucketNotificationConfigurationResponse notifications() {
        return source.s3().getBucketNotificationConfiguration(request -> request.bucket(source.name()));
    }

    /** While the source bucket has no notifications. */
    void withoutEvents(Runnable puts) {
        S3Client s3 = source.s3();
        GetBucketNotificationConfigurationResponse before = notifications();
        configure(s3, NotificationConfiguration.builder().build());
        try {
            puts.run();
        } finally {
            configure(
                    s3,
                    NotificationConfiguration.builder()
                            .queueConfigurations(before.queueConfigurations())
                            .lambdaFunctionConfigurations(before.lambdaFunctionConfigurations())
                            .eventBridgeConfiguration(before.eventBridgeConfiguration())
                            .build());
        }
    }

    private void configure(S3Client s3, NotificationConfiguration configuration) {
        s3.putBucketNotificationConfiguration(
                request -> request.bucket(source.name()).notificationConfiguration(configuration));
    }

    /** An object of the source bucket whose content tells its key. */
    public void put(String key) {
        put(key, request -> {});
    }

    void put(String key, Consumer<PutObjectRequest.Builder> more) {
        source.put(key, content(key).getBytes(StandardCharsets.UTF_8), more);
    }

    /** Waits for what was {@link #put}, and compares each byte. */
    HeadObjectResponse copied(String targetKey, String sourceKey) {
        HeadObjectResponse head = arrived(targetKey);
        assertThat(target.text(targetKey)).isEqualTo(content(sourceKey));
        return head;
    }

    HeadObjectResponse copied(String key) {
        return copied(key, key);
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
