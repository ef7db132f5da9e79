package org.allowput.emulator.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.strict.StrictS3;
import org.allowput.emulator.testing.S3Bucket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * The emulator accepts what the proxy before it refuses, by the policies that the emulator itself holds; and a fault of
 * a connection happens before the request or in place of the answer.
 */
class StrictProxyIT {
    private static final String BUCKET = "strict-bucket";
    private static final String ROLE = "PutOnly";

    @TempDir
    static Path folder;

    static Emulator emulator;
    static FaultProxy proxy;
    static SdkHttpClient http;

    @BeforeAll
    static void start() {
        emulator = Emulator.start(folder, Map.of());
        emulator.target().s3().createBucket(bucket -> bucket.bucket(BUCKET));
        emulator.target().s3().putBucketPolicy(policy -> policy.bucket(BUCKET).policy("""
            {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
             "Resource": "arn:aws:s3:::strict-bucket/*",
             "Condition": {"StringEquals": {"s3:x-amz-storage-class": "GLACIER"}}}]}\
            """));
        proxy = FaultProxy.start(
                emulator.endpoint(),
                folder.resolve("tls"),
                StrictS3.before(emulator, Map.of(BUCKET, Emulator.TARGET_ACCOUNT)));
        http = Apache5HttpClient.builder()
                .tlsTrustManagersProvider(proxy::trust)
                .build();
        IamClient iam = emulator.target().iam();
        iam.createRole(role -> role.roleName(ROLE).assumeRolePolicyDocument("""
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"AWS": "arn:aws:iam::%s:root"}}]}\
            """.formatted(Emulator.SOURCE_ACCOUNT)));
        iam.putRolePolicy(policy -> policy.roleName(ROLE).policyName(ROLE).policyDocument("""
            {"Version": "2012-10-17", "Statement": [
             {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::strict-bucket/*"}]}\
            """));
    }

    @AfterAll
    static void stop() {
        http.close();
        proxy.close();
        emulator.close();
    }

    @Test
    void aHeaderWhoseActionTheRoleDoesNotHaveIsRefused() {
        refuses(
                put -> put.overrideConfiguration(header("x-amz-tagging", "")),
                "is not authorized to perform: s3:PutObjectTagging on resource: \"arn:aws:s3:::strict-bucket/k\"");
    }

    @Test
    void aStorageClassThatTheBucketsPolicyDeniesIsRefused() {
        refuses(put -> put.storageClass(StorageClass.GLACIER), "with an explicit deny");
        accepts(put -> put.storageClass(StorageClass.STANDARD_IA));
    }

    @Test
    void aNotificationThatOverlapsWithAnotherOneIsRefused() {
        QueueConfiguration notification = QueueConfiguration.builder()
                .queueArn("arn:aws:sqs:us-east-1:111111111111:queue")
                .events(Event.S3_OBJECT_CREATED)
                .build();
        try (S3Client s3 = emulator.target()
                .configure(S3Client.builder())
                .endpointOverride(proxy.endpoint())
                .httpClient(http)
                .build()) {
            assertThatThrownBy(() -> s3.putBucketNotificationConfiguration(request -> request.bucket(BUCKET)
                            .expectedBucketOwner(Emulator.TARGET_ACCOUNT)
                            .notificationConfiguration(all -> all.queueConfigurations(notification, notification))))
                    .hasMessageContaining("Configuration is ambiguously defined");
        }
    }

    @Test
    void aConnectionBreaksBeforeTheRequestOrInsteadOfTheAnswer() {
        proxy.always(request -> request.key().equals("before"), new Fault.DropBefore());
        proxy.always(request -> request.key().equals("after"), new Fault.DropAfter());

        for (String key : List.of("before", "after")) {
            assertThatThrownBy(() -> put(proxy.endpoint(), put -> put.key(key))).isInstanceOf(SdkClientException.class);
        }
        assertThat(new S3Bucket(emulator.target(), BUCKET).keys())
                .contains("after")
                .doesNotContain("before");
    }

    private static void refuses(Consumer<PutObjectRequest.Builder> how, String message) {
        assertThatThrownBy(() -> put(proxy.endpoint(), how))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining(message);
        assertThatCode(() -> put(emulator.endpoint(), how))
                .as("by the emulator")
                .doesNotThrowAnyException();
    }

    private static void accepts(Consumer<PutObjectRequest.Builder> how) {
        assertThatCode(() -> put(proxy.endpoint(), how)).doesNotThrowAnyException();
    }

    private static void put(URI endpoint, Consumer<PutObjectRequest.Builder> how) {
        try (StsClient sts = StsClient.builder()
                        .endpointOverride(endpoint)
                        .region(emulator.source().region())
                        .httpClient(http)
                        .credentialsProvider(emulator.source().credentials())
                        .build();
                StsAssumeRoleCredentialsProvider session = StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(sts)
                        .refreshRequest(
                                request -> request.roleArn("arn:aws:iam::" + Emulator.TARGET_ACCOUNT + ":role/" + ROLE)
                                        .roleSessionName("strict"))
                        .build();
                S3Client s3 = S3Client.builder()
                        .endpointOverride(endpoint)
                        .region(emulator.source().region())
                        .httpClient(http)
                        .credentialsProvider(session)
                        .build()) {
            s3.putObject(
                    put -> how.accept(put.bucket(BUCKET).key("k").expectedBucketOwner(Emulator.TARGET_ACCOUNT)),
                    RequestBody.fromString("text"));
        }
    }

    private static AwsRequestOverrideConfiguration header(String name, String value) {
        return AwsRequestOverrideConfiguration.builder().putHeader(name, value).build();
    }
}
