package org.allowput.lambda.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.zip.Checksum;

/**
 * S3's default checksum, computed in Java: neither the JDK nor, without native code, the SDK does.
 *
 * <p>Takes 16 bytes per step, each by a table of its own. The tables are one constant array, so that the compiler knows
 * its length and checks no index: 1.7 times as fast as 8 bytes per step by an array of arrays.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Checking object
 *     integrity</a>
 */
public final class Crc64Nvme implements Checksum {
    private static final int STEP = 2 * Long.BYTES;
    private static final int VALUES = 256;

    /** The first table shifts by one byte, the second by two, and so on. */
    private static final long[] TABLES =
            tables(CrcCombiner.of(StoredChecksum.Algorithm.CRC64NVME).polynomial());

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long crc = -1;

    @Override
    public void update(int value) {
        crc = TABLES[(int) (crc ^ value) & 0xFF] ^ (crc >>> 8);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        long now = crc;
        for (; at + STEP <= end; at += STEP) {
            long low = now ^ (long) LONGS.get(bytes, at);
            long high = (long) LONGS.get(bytes, at + Long.BYTES);
            now = shifted(low, Long.BYTES) ^ shifted(high, 0);
        }
        crc = now;
        for (; at < end; at++) {
            update(bytes[at]);
        }
    }

    /** The remainder of eight bytes, least significant first, that {@code following} bytes follow in the step. */
    private static long shifted(long bytes, int following) {
        int first = following * VALUES;
        return TABLES[first + 7 * VALUES + ((int) bytes & 0xFF)]
                ^ TABLES[first + 6 * VALUES + ((int) (bytes >>> 8) & 0xFF)]
                ^ TABLES[first + 5 * VALUES + ((int) (bytes >>> 16) & 0xFF)]
                ^ TABLES[first + 4 * VALUES + ((int) (bytes >>> 24) & 0xFF)]
                ^ TABLES[first + 3 * VALUES + ((int) (bytes >>> 32) & 0xFF)]
                ^ TABLES[first + 2 * VALUES + ((int) (bytes >>> 40) & 0xFF)]
                ^ TABLES[first + VALUES + ((int) (bytes >>> 48) & 0xFF)]
                ^ TABLES[first + (int) (bytes >>> 56)];
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

    private static long[] tables(long polynomial) {
        long[] tables = new long[STEP * VALUES];
        for (int value = 0; value < VALUES; value++) {
            long remainder = value;
            for (int bit = 0; bit < 8; bit++) {
                remainder = (remainder & 1) != 0 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
            }
            tables[value] = remainder;
        }
        for (int at = VALUES; at < tables.length; at++) {
            long before = tables[at - VALUES];
            tables[at] = tables[(int) before & 0xFF] ^ (before >>> 8);
        }
        return tables;
    }
}
