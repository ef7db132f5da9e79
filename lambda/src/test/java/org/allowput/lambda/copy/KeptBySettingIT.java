package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.TARGET_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.allowput.contract.FailureCause;
import org.allowput.lambda.CopyFixture;
import org.allowput.lambda.s3.TargetOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** What arrives of an object, besides its bytes, where a setting says so. Each in one PUT and in parts. */
class KeptBySettingIT extends CopyIntegrationTest {
    private static final int[] SIZES = {100, CopySamples.LEAST + 1};
    private static final String KEY_B = "arn:aws:kms:us-east-1:222222222222:key/22222222-2222-2222-2222-222222222222";

    @Test
    void theStorageClassIsTheBucketsOwnUnlessASettingSaysOtherwise() {
        assertThat(storageClass(Optional.empty())).isNull();
        assertThat(storageClass(Optional.of(TargetOptions.PRESERVE))).isEqualTo(StorageClass.STANDARD_IA);
        assertThat(storageClass(Optional.of("INTELLIGENT_TIERING"))).isEqualTo(StorageClass.INTELLIGENT_TIERING);
    }

    @Test
    void tagsAreKeptByOptInOnly() {
        Tagging tags = Tagging.builder()
                .tagSet(
                        Tag.builder().key("team").value("a @ b = c").build(),
                        Tag.builder().key("名前").value("値 + :/").build())
                .build();
        for (int size : SIZES) {
            String key = "tags-" + size;
            source.put(key, CopySamples.bytes(size), object -> object.tagging(tags));

            assertThat(replicate(key)).isInstanceOf(Outcome.Copied.class);
            assertThat(target.tags(key)).isEmpty();
            // Even an empty one would need a permission that the role does not have.
            assertThat(fixture.proxy()
                            .requests(request -> request.key().equals(key)
                                    && request.header("x-amz-tagging").isPresent()))
                    .isEmpty();

            assertThat(replicate(key, CopySamples.WITH_OPT_INS, CopySamples.DEFAULTS))
                    .isInstanceOf(Outcome.Copied.class);
            if (size == SIZES[0]) {
                assertThat(target.tags(key)).isEqualTo(source.tags(key)).hasSize(2);
            } else {
                // The emulator forgets the tags of an upload in parts: that they were sent is what can be seen.
                assertThat(fixture.proxy()
                                .requests(request -> request.key().equals(key)
                                        && request.header("x-amz-tagging").isPresent()))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void encryptionWithAKeyOnEitherSideIsPossible() {
        TargetOptions withKey = new TargetOptions(Optional.empty(), Optional.of(TARGET_KEY), false);
        for (int size : SIZES) {
            source.put("kms-" + size, CopySamples.bytes(size), KeptBySettingIT::encrypt);

            assertThat(replicate("kms-" + size, CopySamples.OPTIONS, withKey)).isInstanceOf(Outcome.Copied.class);

            assertThat(target.head("kms-" + size).orElseThrow().ssekmsKeyId()).isEqualTo(TARGET_KEY);
        }
        source.put("to-plain", CopySamples.bytes(10), KeptBySettingIT::encrypt);
        assertThat(replicate("to-plain")).isInstanceOf(Outcome.Copied.class);
        assertThat(target.head("to-plain").orElseThrow().ssekmsKeyId()).isNotEqualTo(KEY_B);
    }

    @Test
    @DisabledIfSystemProperty(
            named = CopyFixture.EMULATOR,
            matches = CopyFixture.LOCALSTACK,
            disabledReason = "the strict S3 reads the role's policies from ministack; LocalStack enforces none")
    void encryptionWithAKeyThatTheRoleMayNotUseIsDenied() {
        TargetOptions withKey = new TargetOptions(Optional.empty(), Optional.of(TARGET_KEY), false);
        for (int size : SIZES) {
            String key = "kms-denied-" + size;
            source.put(key, CopySamples.bytes(size));

            assertThat(replicate(key, fixture.copy(CopySamples.OPTIONS, withKey)))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.failure().cause()).isEqualTo(FailureCause.ACCESS_DENIED));
        }
    }

    private StorageClass storageClass(Optional<String> setting) {
        for (int size : SIZES) {
            source.put(
                    "class-" + size, CopySamples.bytes(size), object -> object.storageClass(StorageClass.STANDARD_IA));
            assertThat(replicate(
                            "class-" + size, CopySamples.OPTIONS, new TargetOptions(setting, Optional.empty(), false)))
                    .isInstanceOf(Outcome.Copied.class);
        }
        StorageClass arrived = target.head("class-" + SIZES[0]).orElseThrow().storageClass();
        assertThat(target.head("class-" + SIZES[1]).orElseThrow().storageClass())
                .isEqualTo(arrived);
        return arrived;
    }

    private static void encrypt(PutObjectRequest.Builder object) {
        object.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(KEY_B);
    }
}
