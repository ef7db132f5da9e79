package org.allowput.lambda.loopback;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The distinguished encoding of what a certificate consists of.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-X.690">X.690</a>
 */
final class DerEncoder {
    private DerEncoder() {}

    static byte[] sequence(byte[]... elements) {
        return encoded(0x30, joined(elements));
    }

    static byte[] set(byte[] element) {
        return encoded(0x31, element);
    }

    /** An INTEGER of one byte, up to 127. */
    static byte[] number(int value) {
        return encoded(0x02, new byte[] {(byte) value});
    }

    static byte[] identifier(byte[] arcs) {
        return encoded(0x06, arcs);
    }

    static byte[] text(String ascii) {
        return encoded(0x0C, ascii.getBytes(US_ASCII));
    }

    static byte[] utcTime(String text) {
        return encoded(0x17, text.getBytes(US_ASCII));
    }

    static byte[] octets(byte[] bytes) {
        return encoded(0x04, bytes);
    }

    /** A BIT STRING of whole bytes. */
    static byte[] bits(byte[] bytes) {
        return encoded(0x03, joined(new byte[] {0}, bytes));
    }

    static byte[] explicit(int tag, byte[] element) {
        return encoded(0xA0 + tag, element);
    }

    /** A GeneralName that is an IP address. */
    static byte[] addressName(byte[] address) {
        return encoded(0x87, address);
    }

    private static byte[] encoded(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }
}
