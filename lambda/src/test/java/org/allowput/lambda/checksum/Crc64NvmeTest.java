package org.allowput.lambda.checksum;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Crc64NvmeTest {
    /** Larger than several blocks of four lanes. */
    private static final byte[] BYTES = new byte[10_000];

    static {
        new Random(1).nextBytes(BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 512, 2047, 2048, 2049, 4096, 4103, 6143, 9_990})
    void lanesStepsAndSingleBytesGiveTheSameResult(int length) {
        Crc64Nvme whole = new Crc64Nvme();
        whole.update(BYTES, 5, length);
        Crc64Nvme byByte = new Crc64Nvme();
        for (int at = 5; at < 5 + length; at++) {
            byByte.update(BYTES[at]);
        }

        assertThat(whole.getValue()).isEqualTo(byByte.getValue());
    }

    @Test
    void piecesOfAnySizeInARowGiveTheResultOfTheWhole() {
        Crc64Nvme whole = new Crc64Nvme();
        whole.update(BYTES, 0, BYTES.length);
        Crc64Nvme pieces = new Crc64Nvme();
        for (int at = 0, size = 1; at < BYTES.length; at += size, size = Math.min(3 * size, BYTES.length - at)) {
            pieces.update(BYTES, at, size);
        }

        assertThat(pieces.getValue()).isEqualTo(whole.getValue());
    }

    /** <a href="https://reveng.sourceforge.io/crc-catalogue/all.htm">The value of the catalogue of CRCs</a>. */
    @Test
    void afterAResetItBeginsAnew() {
        Crc64Nvme checksum = new Crc64Nvme();
        checksum.update(BYTES, 0, 3000);
        checksum.reset();
        checksum.update("123456789".getBytes(US_ASCII), 0, 9);

        assertThat(checksum.getValue()).isEqualTo(0xAE8B14860A799888L);
    }
}
