package org.allowput.lambda.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CrcCombinerTest {
    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32C", "CRC64NVME"})
    void theChecksumOfTheWholeFollowsFromThoseOfItsPieces(Algorithm algorithm) {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] whole = new byte[1 + random.nextInt(5000)];
            random.nextBytes(whole);
            int cut = random.nextInt(whole.length + 1);
            String first = base64(algorithm, Arrays.copyOf(whole, cut));
            String second = base64(algorithm, Arrays.copyOfRange(whole, cut, whole.length));

            assertThat(CrcCombiner.of(algorithm).combine(first, second, whole.length - cut))
                    .isEqualTo(base64(algorithm, whole));
        }
    }

    /**
     * The check value of each algorithm's catalogue entry, so that the reference above is not wrong in the same way.
     */
    @Test
    void theFastCrc64IsTheOneOfTheDefinitionHoweverTheBytesCome() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(3000)];
            random.nextBytes(bytes);
            Crc64Nvme fast = new Crc64Nvme();
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(1 + random.nextInt(40), bytes.length - at);
                fast.update(bytes, at, length);
                at += length;
            }

            assertThat(fast.getValue()).isEqualTo(crc64(bytes));
            assertThat(fast.base64()).isEqualTo(base64(Algorithm.CRC64NVME, bytes));
        }
    }

    @Test
    void theReferenceComputesTheCatalogueCheckValues() {
        byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);

        assertThat(crc64(check)).isEqualTo(0xAE8B14860A799888L);
        assertThat(crc32(new CRC32(), check)).isEqualTo(0xCBF43926);
        assertThat(crc32(new CRC32C(), check)).isEqualTo(0xE3069283);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"CRC32", "CRC32C", "CRC64NVME"})
    void anAlgorithmThatDoesNotCombineIsRefused(Algorithm algorithm) {
        assertThat(algorithm.combines()).isFalse();
        assertThatThrownBy(() -> CrcCombiner.of(algorithm)).hasMessageContaining(algorithm.name());
    }

    private static String base64(Algorithm algorithm, byte[] bytes) {
        ByteBuffer value = ByteBuffer.allocate(algorithm == Algorithm.CRC64NVME ? 8 : 4);
        switch (algorithm) {
            case CRC32 -> value.putInt(crc32(new CRC32(), bytes));
            case CRC32C -> value.putInt(crc32(new CRC32C(), bytes));
            default -> value.putLong(crc64(bytes));
        }
        return Base64.getEncoder().encodeToString(value.array());
    }

    private static int crc32(Checksum checksum, byte[] bytes) {
        checksum.update(bytes);
        return (int) checksum.getValue();
    }

    /** Bit by bit, from the definition. */
    private static long crc64(byte[] bytes) {
        long crc = -1;
        for (byte value : bytes) {
            crc ^= value & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0x9A6C9329AC4BC9B5L : crc >>> 1;
            }
        }
        return ~crc;
    }
}
