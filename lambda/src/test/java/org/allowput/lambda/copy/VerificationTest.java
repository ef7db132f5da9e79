package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.allowput.contract.object.SourceState;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.lambda.checksum.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

class VerificationTest {
    private static final String MD5 = "\"900150983cd24fb0d6963f7d28e17f72\"";

    @Test
    void aChecksumOfTheWholeIsHandedOn() {
        GetObjectResponse source = GetObjectResponse.builder()
                .eTag(MD5)
                .checksumCRC64NVME("AAAAAAAAAAA=")
                .checksumType(ChecksumType.FULL_OBJECT)
                .build();

        assertThat(of(source))
                .isEqualTo(new Verification.WithStoredChecksum(
                        new StoredChecksum(Algorithm.CRC64NVME, "AAAAAAAAAAA=", true)));
        assertThat(of(source).needsOnePut()).isFalse();
    }

    @Test
    void aChecksumOfPartsIsNotOneOfTheWhole() {
        GetObjectResponse source = GetObjectResponse.builder()
                .eTag("\"900150983cd24fb0d6963f7d28e17f72-2\"")
                .checksumSHA256("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=-2")
                .build();

        assertThat(of(source)).isEqualTo(new Verification.Computed(Algorithm.CRC32));
    }

    @Test
    void anEntityTagThatIsAnMd5IsHandedOnWhereThereIsNoChecksum() {
        GetObjectResponse source = GetObjectResponse.builder().eTag(MD5).build();

        assertThat(of(source)).isEqualTo(new Verification.ContentMd5("kAFQmDzST7DWlj99KOF/cg=="));
        assertThat(of(source).needsOnePut()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = ServerSideEncryption.class,
            names = {"AWS_KMS", "AWS_KMS_DSSE"})
    void anEntityTagUnderAKmsKeyIsNoMd5(ServerSideEncryption encryption) {
        GetObjectResponse source = GetObjectResponse.builder()
                .eTag(MD5)
                .serverSideEncryption(encryption)
                .build();

        assertThat(of(source)).isInstanceOf(Verification.Computed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\"\"", "\"900150983cd24fb0d6963f7d28e17f72-2\"", "\"900150983cd24fb0d6963f7d28e17fzz\""})
    void whatIsNoMd5IsNotTakenForOne(String eTag) {
        assertThat(of(GetObjectResponse.builder().eTag(eTag).build())).isInstanceOf(Verification.Computed.class);
    }

    @Test
    void aDigestThatPartsCannotHaveKeepsTheCopyInOnePut() {
        GetObjectResponse source = GetObjectResponse.builder()
                .checksumSHA256("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
                .build();

        assertThat(of(source).needsOnePut()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyAlgorithmThatS3HasIsRead(Algorithm algorithm) {
        GetObjectResponse.Builder source = GetObjectResponse.builder();
        source.sdkFields().stream()
                .filter(field -> field.memberName().equals(algorithm.field()))
                .forEach(field -> field.set(source, "AAAA"));

        assertThat(StoredChecksum.of(source.build()::getValueForField))
                .contains(new StoredChecksum(algorithm, "AAAA", true));
    }

    private static Verification of(GetObjectResponse source) {
        SourceState state = SourceState.of("key", 3, source::getValueForField);
        return Verification.of(state.checksum(), state.md5());
    }
}
