package org.allowput.emulator.proxy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.strict.StrictS3;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** The emulator accepts what the proxy before it refuses, by the policies that the emulator itself holds. */
class StrictProxyIT {
    private static final String BUCKET = "strict-bucket";

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
        role("PutOnly", """
            {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::strict-bucket/*"}\
            """);
        role("NoRedirects", """
            {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::strict-bucket/*"},
            {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*",
             "Condition": {"Null": {"s3:x-amz-website-redirect-location": "false"}}}\
            """);
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
                "PutOnly",
                put -> put.overrideConfiguration(header("x-amz-tagging", "")),
                "is not authorized to perform: s3:PutObjectTagging on resource: \"arn:aws:s3:::strict-bucket/k\"");
    }

    @Test
    void aHeaderThatTheRolesPolicyDeniesIsRefused() {
        refuses("NoRedirects", put -> put.websiteRedirectLocation("/elsewhere"), "with an explicit deny");
        accepts("PutOnly", put -> put.websiteRedirectLocation("/elsewhere"));
    }

    @Test
    void aStorageClassThatTheBucketsPolicyDeniesIsRefused() {
        refuses("PutOnly", put -> put.storageClass(StorageClass.GLACIER), "with an explicit deny");
        accepts("PutOnly", put -> put.storageClass(StorageClass.STANDARD_IA));
    }

    @Test
    void metadataOfMoreThan2KilobytesIsRefused() {
        refuses("PutOnly", put -> put.metadata(Map.of("name", "v".repeat(2045))), "metadata headers exceed");
        accepts("PutOnly", put -> put.metadata(Map.of("name", "v".repeat(2044))));
    }

    private static void refuses(String role, Consumer<PutObjectRequest.Builder> how, String message) {
        assertThatThrownBy(() -> put(proxy.endpoint(), role, how))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining(message);
        assertThatCode(() -> put(emulator.endpoint(), role, how))
                .as("by the emulator")
                .doesNotThrowAnyException();
    }

    private static void accepts(String role, Consumer<PutObjectRequest.Builder> how) {
        assertThatCode(() -> put(proxy.endpoint(), role, how)).doesNotThrowAnyException();
    }

    private static void put(URI endpoint, String role, Consumer<PutObjectRequest.Builder> how) {
        try (StsClient sts = StsClient.builder()
                        .endpointOverride(endpoint)
                        .region(emulator.source().region())
                        .httpClient(http)
                        .credentialsProvider(emulator.source().credentials())
                        .build();
                StsAssumeRoleCredentialsProvider session = StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(sts)
                        .refreshRequest(
                                request -> request.roleArn("arn:aws:iam::" + Emulator.TARGET_ACCOUNT + ":role/" + role)
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

    private static void role(String name, String statements) {
        emulator.target()
                .iam()
                .createRole(
                        role -> role.roleName(name).assumeRolePolicyDocument("""
                            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                             "Principal": {"AWS": "arn:aws:iam::%s:root"}}]}\
                            """.formatted(Emulator.SOURCE_ACCOUNT)));
        emulator.target()
                .iam()
                .putRolePolicy(policy -> policy.roleName(name)
                        .policyName(name)
                        .policyDocument("{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}"));
    }
}
