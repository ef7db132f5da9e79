package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.acceptance.Deployment;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects whose content tells their source key, put by account B's administrator and found by account A's. */
record CopiedObjects(Deployment deployment) {
    CopiedObjects(Sandbox sandbox) {
        this(Deployment.of(sandbox));
    }

    void put(String key) {
        put(key, request -> {});
    }

    void put(String key, Consumer<PutObjectRequest.Builder> more) {
        deployment
                .source()
                .s3()
                .putObject(
                        request -> {
                            request.bucket(deployment.sourceBucket()).key(key);
                            more.accept(request);
                        },
                        RequestBody.fromString(content(key)));
    }

    /** Waits for it, and compares each byte. */
    HeadObjectResponse arrived(String targetKey, String sourceKey) {
        HeadObjectResponse head = new Buckets(deployment).arrived(targetKey);
        assertThat(deployment
                        .target()
                        .s3()
                        .getObjectAsBytes(request ->
                                request.bucket(deployment.targetBucket()).key(targetKey))
                        .asByteArray())
                .isEqualTo(content(sourceKey).getBytes(StandardCharsets.UTF_8));
        return head;
    }

    /** All keys of the target bucket. */
    List<String> inTarget() {
        return deployment
                .target()
                .s3()
                .listObjectsV2Paginator(request -> request.bucket(deployment.targetBucket()))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    /** A denies the role that one key: no attempt can succeed, until it no longer does and the message is redriven. */
    void failsUntilItIsRedriven(String targetKey, String sourceKey) {
        failsUntilItIsRedriven(targetKey, sourceKey, () -> put(sourceKey));
    }

    /** @param put puts the source object */
    void failsUntilItIsRedriven(String targetKey, String sourceKey, Runnable put) {
        IamClient iam = deployment.target().iam();
        String role = deployment.roleName();
        Queues queues = new Queues(deployment);
        Runnable timeout = queues.shortenVisibility(1, 2);
        iam.putRolePolicy(
                request -> request.roleName(role).policyName("Failing").policyDocument("""
                    {"Version": "2012-10-17", "Statement": [
                      {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::%s/%s"}]}
                    """.formatted(
                                deployment.targetBucket(), targetKey)));
        try {
            put.run();
            queues.awaitDeadLetters(1);
            assertThat(new Buckets(deployment).inTarget(targetKey)).isEmpty();
        } finally {
            iam.deleteRolePolicy(request -> request.roleName(role).policyName("Failing"));
            timeout.run();
        }

        assertThat(queues.redrive()).isEqualTo(1);
        arrived(targetKey, sourceKey);
        assertThat(queues.deadLetters()).isZero();
    }

    private static String content(String key) {
        return "content of " + key;
    }
}
