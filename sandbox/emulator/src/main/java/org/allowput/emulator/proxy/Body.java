package org.allowput.emulator.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A way to forward the body of a request or response. */
interface Body {
    Body AS_IT_IS = Body::copy;

    /** So many bytes. */
    void forward(InputStream in, OutputStream out, long length) throws IOException;

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (long left = length; left > 0; ) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new EOFException("within a body");
            }
            out.write(buffer, 0, count);
            left -= count;
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

    /** A line of a chunked body: the size of a chunk, or a trailer; without what ends it. */
    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int value = in.read(); value != '\n'; value = in.read()) {
            if (value < 0) {
                throw new EOFException("within a chunked body");
            }
            line.write(value);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
