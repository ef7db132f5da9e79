package org.allowput.lambda.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.zip.Checksum;

/**
 * S3's default checksum, computed in Java: neither the JDK nor, without native code, the SDK does. Eight bytes a step,
 * each by a table of its own.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Checking object
 *     integrity</a>
 */
public final class Crc64Nvme implements Checksum {
    private static final int STEP = Long.BYTES;
    private static final long[][] TABLES =
            tables(CrcCombiner.of(StoredChecksum.Algorithm.CRC64NVME).polynomial());
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long crc = -1;

    @Override
    public void update(int value) {
        crc = TABLES[0][(int) (crc ^ value) & 0xFF] ^ (crc >>> 8);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        long now = crc;
        for (; at + STEP <= end; at += STEP) {
            now ^= (long) LONGS.get(bytes, at);
            now = TABLES[7][(int) now & 0xFF]
                    ^ TABLES[6][(int) (now >>> 8) & 0xFF]
                    ^ TABLES[5][(int) (now >>> 16) & 0xFF]
                    ^ TABLES[4][(int) (now >>> 24) & 0xFF]
                    ^ TABLES[3][(int) (now >>> 32) & 0xFF]
                    ^ TABLES[2][(int) (now >>> 40) & 0xFF]
                    ^ TABLES[1][(int) (now >>> 48) & 0xFF]
                    ^ TABLES[0][(int) (now >>> 56)];
        }
        crc = now;
        for (; at < end; at++) {
            update(bytes[at]);
        }
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = -1;
    }

    /** As S3 writes it. */
    public String base64() {
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(Long.BYTES).putLong(getValue()).array());
    }

    private static long[][] tables(long polynomial) {
        long[][] tables = new long[STEP][256];
        for (int value = 0; value < 256; value++) {
            long remainder = value;
            for (int bit = 0; bit < 8; bit++) {
                remainder = (remainder & 1) != 0 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
            }
            tables[0][value] = remainder;
        }
        for (int table = 1; table < STEP; table++) {
            for (int value = 0; value < 256; value++) {
                long before = tables[table - 1][value];
                tables[table][value] = tables[0][(int) before & 0xFF] ^ (before >>> 8);
            }
        }
        return tables;
    }
}
