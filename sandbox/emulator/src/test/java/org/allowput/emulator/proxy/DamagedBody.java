package org.allowput.emulator.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A body of which a part arrives, or in which one bit changes.
 *
 * @param flipAt the byte of which one bit changes, or a negative number
 * @param cutAt how many bytes are forwarded before the connection breaks, or a negative number
 */
record DamagedBody(long flipAt, long cutAt) implements Body {
    /** The connection is to break here. */
    static final class CutException extends IOException {
        private static final long serialVersionUID = 1;
    }

    static DamagedBody cut(long bytes) {
        return new DamagedBody(-1, bytes);
    }

    static DamagedBody flipped(long at) {
        return new DamagedBody(at, -1);
    }

    @Override
    public void forward(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (long at = 0; at < length; ) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, length - at));
            if (count < 0) {
                throw new EOFException("within a body");
            }
            if (flipAt >= at && flipAt < at + count) {
                buffer[(int) (flipAt - at)] ^= 1;
            }
            if (cutAt >= 0 && cutAt <= at + count) {
                out.write(buffer, 0, (int) (cutAt - at));
                out.flush();
                throw new CutException();
            }
            out.write(buffer, 0, count);
            at += count;
        }
        out.flush();
    }
}
