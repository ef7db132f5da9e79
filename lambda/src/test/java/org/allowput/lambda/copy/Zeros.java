package org.allowput.lambda.copy;

import java.io.InputStream;
import java.util.Arrays;

/** So many zeros, which are passed over in no time when they are skipped. */
public final class Zeros extends InputStream {
    private long left;

    public Zeros(long length) {
        this.left = length;
    }

    @Override
    public int read() {
        return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        int count = (int) Math.min(length, left);
        Arrays.fill(buffer, offset, offset + count, (byte) 0);
        left -= count;
        return count == 0 && length > 0 ? -1 : count;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.min(count, left);
        left -= skipped;
        return skipped;
    }
}
