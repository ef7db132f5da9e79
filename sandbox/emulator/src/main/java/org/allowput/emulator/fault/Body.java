package org.allowput.emulator.fault;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * How a body is forwarded.
 *
 * @param flipAt the byte of which one bit changes, or a negative number
 * @param cutAt how many bytes are forwarded before the connection breaks, or a negative number
 */
record Body(long flipAt, long cutAt) {
    static final Body AS_IT_IS = new Body(-1, -1);

    /** The connection is to break here. */
    static final class CutException extends IOException {
        private static final long serialVersionUID = 1;
    }

    void forward(InputStream in, OutputStream out, long length) throws IOException {
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

    /** A chunked one, chunk by chunk, as it is. */
    static void forwardChunks(InputStream in, OutputStream out) throws IOException {
        for (long size = -1; size != 0; ) {
            String line = line(in);
            size = Long.parseLong(line.replaceFirst(";.*", "").strip(), 16);
            out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            AS_IT_IS.forward(in, out, size + 2);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int value = in.read(); value != '\n'; value = in.read()) {
            if (value < 0) {
                throw new EOFException("within a chunk's size");
            }
            line.write(value);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
