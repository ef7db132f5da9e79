package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.TARGET;
import static org.allowput.lambda.CopyFixture.TARGET_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.allowput.contract.FailureCause;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.testing.ErrorPage;
import org.allowput.lambda.CopyFixture;
import org.allowput.lambda.s3.TargetOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** What docs/settings.md says of target buckets whose owner set more than this project does. */
@DisabledIfSystemProperty(
        named = CopyFixture.EMULATOR,
        matches = CopyFixture.LOCALSTACK,
        disabledReason = "the strict S3 reads settings and policies from ministack; LocalStack enforces none")
class ExistingBucketIT extends CopyIntegrationTest {
    private static final TargetOptions WITH_KEY = new TargetOptions(Optional.empty(), Optional.of(TARGET_KEY), false);

    @AfterEach
    void asItWas() {
        fixture.target().deleteBucketPolicy(request -> request.bucket(TARGET));
        fixture.target().deleteBucketEncryption(request -> request.bucket(TARGET));
    }

    @ParameterizedTest
    @EnumSource
    void aDefaultKeyNeedsTheSetting(UploadMethod method) {
        ServerSideEncryptionRule rule = ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(encryption ->
                        encryption.sseAlgorithm(ServerSideEncryption.AWS_KMS).kmsMasterKeyID(TARGET_KEY))
                .build();
        fixture.target()
                .putBucketEncryption(request -> request.bucket(TARGET)
                        .serverSideEncryptionConfiguration(configuration -> configuration.rules(rule)));

        refused(method, CopySamples.DEFAULTS);

        copied(method, WITH_KEY);
        assertThat(target.head(method.name()).orElseThrow().ssekmsKeyId()).isEqualTo(TARGET_KEY);
    }

    @ParameterizedTest
    @EnumSource
    void aPolicyThatRequiresEncryptionInTheRequestNeedsTheSetting(UploadMethod method) {
        deny("\"StringNotEquals\": {\"s3:x-amz-server-side-encryption\": \"aws:kms\"}");

        refused(method, CopySamples.DEFAULTS);
        copied(method, WITH_KEY);
    }

    @ParameterizedTest
    @EnumSource
    void aPolicyThatRequiresAnAclRefusesEveryCopy(UploadMethod method) {
        deny("\"StringNotEquals\": {\"s3:x-amz-acl\": \"bucket-owner-full-control\"}");

        refused(method, CopySamples.DEFAULTS);
    }

    @ParameterizedTest
    @EnumSource
    void aPolicyThatRequiresTlsChangesNothing(UploadMethod method) {
        deny("\"Bool\": {\"aws:SecureTransport\": \"false\"}");

        copied(method, CopySamples.DEFAULTS);
    }

    @ParameterizedTest
    @EnumSource
    void aPolicyThatDeniesOtherAddressesNeedsAnExceptionForTheRole(UploadMethod method) {
        String elsewhere = "\"NotIpAddress\": {\"aws:SourceIp\": \"10.0.0.0/8\"}";
        deny(elsewhere);
        refused(method, CopySamples.DEFAULTS);

        deny(elsewhere
                + ", \"ArnNotEquals\": {\"aws:PrincipalArn\": \"arn:aws:iam::%s:role/AllowPutToS3\"}"
                        .formatted(Emulator.TARGET_ACCOUNT));
        copied(method, CopySamples.DEFAULTS);
    }

    /** Last: Object Lock cannot be taken from a bucket. */
    @Test
    void zObjectLockWithADefaultRetentionChangesNothing() {
        fixture.target()
                .putBucketVersioning(request -> request.bucket(TARGET)
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        fixture.target()
                .putObjectLockConfiguration(request -> request.bucket(TARGET)
                        .objectLockConfiguration(lock -> lock.objectLockEnabled(ObjectLockEnabled.ENABLED)
                                .rule(rule -> rule.defaultRetention(retention -> retention
                                        .mode(ObjectLockRetentionMode.GOVERNANCE)
                                        .days(1)))));
        for (UploadMethod method : UploadMethod.values()) {
            copied(method, CopySamples.DEFAULTS);
        }
        assertThat(target.head(UploadMethod.ONE_PUT.name()).orElseThrow().objectLockRetainUntilDate())
                .isNotNull();
    }

    private void deny(String condition) {
        fixture.target().putBucketPolicy(request -> request.bucket(TARGET).policy("""
            {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",
             "Action": "s3:PutObject", "Resource": "arn:aws:s3:::%s/*", "Condition": {%s}}]}
            """.formatted(TARGET, condition)));
    }

    private void refused(UploadMethod method, TargetOptions target) {
        assertThat(replicate(method, target)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().cause()).isEqualTo(FailureCause.ACCESS_DENIED);
            ErrorPage.holds(
                    "The target bucket refuses the put",
                    "1 of 1 failed: in/a.csv: " + failed.failure().reason(),
                    Map.of());
        });
    }

    private void copied(UploadMethod method, TargetOptions target) {
        assertThat(replicate(method, target)).satisfies(CopySamples.copied(method.size()));
    }

    private CopyResult replicate(UploadMethod method, TargetOptions target) {
        source.put(method.name(), CopySamples.bytes(method.size()));
        return replicate(method.name(), CopySamples.OPTIONS, target);
    }
}
