package org.allowput.emulator.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.allowput.emulator.local.Unchecked;

/**
 * Bytes that are not held: a random mebibyte, again and again.
 *
 * @param first where in the row they begin
 * @param length how many
 */
record Generated(long first, long length) {
    private static final byte[] BLOCK = new byte[1024 * 1024];
    private static final Map<Generated, String> SUMS = new ConcurrentHashMap<>();

    static {
        new Random(20260101).nextBytes(BLOCK);
    }

    /** Takes a piece of the row. */
    private interface BlockConsumer {
        void take(byte[] bytes, int offset, int count) throws IOException;
    }

    void write(OutputStream out) throws IOException {
        each(out::write);
    }

    /** In Base64. */
    String crc32() {
        return SUMS.computeIfAbsent(this, bytes -> {
            CRC32 crc = new CRC32();
            Unchecked.run(() -> bytes.each(crc::update));
            return base64(crc);
        });
    }

    String eTag() {
        return "\"" + first + "-" + length + "\"";
    }

    static String base64(CRC32 crc) {
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    private void each(BlockConsumer consumer) throws IOException {
        for (long at = first; at < first + length; ) {
            int offset = (int) (at % BLOCK.length);
            int count = (int) Math.min(BLOCK.length - offset, first + length - at);
            consumer.take(BLOCK, offset, count);
            at += count;
        }
    }
}
