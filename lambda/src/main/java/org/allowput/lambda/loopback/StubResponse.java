package org.allowput.lambda.loopback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;

/**
 * One response, byte by byte.
 *
 * @param head the status line and the headers
 * @param length of the body in bytes, all of which are zero unless there is a text
 * @param text the body, if it is not zeros
 */
record StubResponse(String head, long length, String text) {
    private static final byte[] ZEROS = new byte[16 * 1024];

    /** With zeros; HEAD has the length but no body. */
    static StubResponse zeros(String status, String headers, long length, boolean body) {
        return new StubResponse(head(status, headers, length), body ? length : 0, "");
    }

    static StubResponse text(String status, String headers, String text) {
        return new StubResponse(head(status, headers, text.length()), 0, text);
    }

    private static String head(String status, String headers, long length) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + length + "\r\n\r\n";
    }

    /** @param inPieces whether the head comes first, and the body in several pieces */
    void write(OutputStream out, boolean inPieces) throws IOException {
        if (!inPieces && length <= ZEROS.length / 2) {
            byte[] before = (head + text).getBytes(ISO_8859_1);
            byte[] all = new byte[before.length + (int) length];
            System.arraycopy(before, 0, all, 0, before.length);
            out.write(all);
        } else {
            out.write((head + text).getBytes(ISO_8859_1));
            int piece = inPieces ? ZEROS.length / 4 : ZEROS.length;
            for (long left = length; left > 0; left -= piece) {
                out.flush();
                out.write(ZEROS, 0, (int) Math.min(left, piece));
            }
        }
        out.flush();
    }
}
