package org.allowput.lambda.checksum;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.allowput.contract.object.StoredChecksum.Algorithm;

/**
 * The CRC of bytes in a row, from those of its pieces. A CRC is the remainder of a division of polynomials over GF(2),
 * so appending {@code n} bytes multiplies it by {@code x^8n}.
 *
 * @param width in bits, 32 or 64
 * @param polynomial reflected: the lowest bit stands for the highest power
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Full object
 *     checksums of multipart uploads</a>
 */
public record CrcCombiner(int width, long polynomial) {
    public static CrcCombiner of(Algorithm algorithm) {
        return switch (algorithm) {
            case CRC32 -> new CrcCombiner(32, 0xEDB88320L);
            case CRC32C -> new CrcCombiner(32, 0x82F63B78L);
            case CRC64NVME -> new CrcCombiner(64, 0x9A6C9329AC4BC9B5L);
            default -> throw new IllegalArgumentException(algorithm + " does not combine");
        };
    }

    /**
     * The CRC of both in a row.
     *
     * @param first the CRC of the bytes before, in Base64, as S3 has it
     * @param second the CRC of the bytes after
     * @param secondLength how many bytes come after
     */
    public String combine(String first, String second, long secondLength) {
        return encode(multiply(power(8L, secondLength), decode(first)) ^ decode(second));
    }

    /** {@code x^(unit * count)}, for a unit that is a power of two. */
    private long power(long unit, long count) {
        long square = 1L << (width - 2); // x
        for (long bits = unit; bits > 1; bits >>>= 1) {
            square = multiply(square, square);
        }
        long product = 1L << (width - 1); // 1
        for (long bits = count; bits != 0; bits >>>= 1) {
            if ((bits & 1) != 0) {
                product = multiply(product, square);
            }
            square = multiply(square, square);
        }
        return product;
    }

    private long multiply(long left, long right) {
        long product = 0;
        long factor = right;
        for (int bit = width - 1; bit >= 0; bit--) {
            if ((left >>> bit & 1) != 0) {
                product ^= factor;
            }
            factor = (factor & 1) != 0 ? factor >>> 1 ^ polynomial : factor >>> 1;
        }
        return product;
    }

    private long decode(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        return width == 32 ? Integer.toUnsignedLong(bytes.getInt()) : bytes.getLong();
    }

    private String encode(long value) {
        ByteBuffer bytes = ByteBuffer.allocate(width / 8);
        byte[] array = (width == 32 ? bytes.putInt((int) value) : bytes.putLong(value)).array();
        return Base64.getEncoder().encodeToString(array);
    }
}
