package org.allowput.lambda.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.zip.Checksum;
import org.allowput.contract.object.StoredChecksum;

/**
 * S3's default checksum, computed in Java: neither the JDK nor, without native code, the SDK does.
 *
 * <p>A step needs the result of the step before, so the processor would wait for the tables most of the time. Blocks
 * are therefore divided into four lanes, whose steps do not depend on each other, and whose results are combined. The
 * tables are one constant array each, so that the compiler knows its length and checks no index.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Checking object
 *     integrity</a>
 */
public final class Crc64Nvme implements Checksum {
    private static final int STEP = Long.BYTES;
    private static final int LANE = 512;
    private static final int LANES = 4;
    private static final int VALUES = 256;

    /** The remainder of a byte that is followed by none (the first table) to seven bytes. */
    private static final long[] TABLES =
            tables(CrcCombiner.of(StoredChecksum.Algorithm.CRC64NVME).polynomial());

    /** The remainder of a byte of a remainder, the most significant first, that a lane of zeros follows. */
    private static final long[] LANE_TABLES = laneTables();

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
        for (; at + LANES * LANE <= end; at += LANES * LANE) {
            now = block(now, bytes, at);
        }
        for (; at + STEP <= end; at += STEP) {
            now = lookUp(TABLES, now ^ (long) LONGS.get(bytes, at));
        }
        crc = now;
        for (; at < end; at++) {
            update(bytes[at]);
        }
    }

    private static long block(long before, byte[] bytes, int offset) {
        long first = before;
        long second = 0;
        long third = 0;
        long fourth = 0;
        for (int at = offset; at < offset + LANE; at += STEP) {
            first = lookUp(TABLES, first ^ (long) LONGS.get(bytes, at));
            second = lookUp(TABLES, second ^ (long) LONGS.get(bytes, at + LANE));
            third = lookUp(TABLES, third ^ (long) LONGS.get(bytes, at + 2 * LANE));
            fourth = lookUp(TABLES, fourth ^ (long) LONGS.get(bytes, at + 3 * LANE));
        }
        long two = lookUp(LANE_TABLES, first) ^ second;
        long three = lookUp(LANE_TABLES, two) ^ third;
        return lookUp(LANE_TABLES, three) ^ fourth;
    }

    /** The sum of eight remainders, one for each byte, the least significant by the last table. */
    private static long lookUp(long[] tables, long bytes) {
        return tables[7 * VALUES + ((int) bytes & 0xFF)]
                ^ tables[6 * VALUES + ((int) (bytes >>> 8) & 0xFF)]
                ^ tables[5 * VALUES + ((int) (bytes >>> 16) & 0xFF)]
                ^ tables[4 * VALUES + ((int) (bytes >>> 24) & 0xFF)]
                ^ tables[3 * VALUES + ((int) (bytes >>> 32) & 0xFF)]
                ^ tables[2 * VALUES + ((int) (bytes >>> 40) & 0xFF)]
                ^ tables[VALUES + ((int) (bytes >>> 48) & 0xFF)]
                ^ tables[(int) (bytes >>> 56)];
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = -1;
    }

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

    private static long[] laneTables() {
        long[] tables = new long[STEP * VALUES];
        for (int table = 0; table < STEP; table++) {
            for (int bit = 1; bit < VALUES; bit <<= 1) {
                long remainder = (long) bit << (Byte.SIZE * (STEP - 1 - table));
                for (int done = 0; done < LANE; done += STEP) {
                    remainder = lookUp(TABLES, remainder);
                }
                // The remainder of a sum is the sum of the remainders.
                for (int value = 0; value < bit; value++) {
                    tables[table * VALUES + bit + value] = remainder ^ tables[table * VALUES + value];
                }
            }
        }
        return tables;
    }
}
