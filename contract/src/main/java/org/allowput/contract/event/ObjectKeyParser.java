package org.allowput.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.allowput.contract.json.UnreadableException;

/**
 * An object's key as events carry it.
 *
 * <p>S3 notifications and Batch Operations form-encode it: {@code +} is a space, {@code %} and two hexadecimal digits
 * are a byte of UTF-8. The JDK's decoder is not used: what is no UTF-8 it turns into replacement characters, which are
 * another key.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public final class ObjectKeyParser {
    /** S3's limit, in bytes of UTF-8. */
    private static final int LONGEST = 1024;

    private ObjectKeyParser() {}

    public static String formDecoded(String encoded, String where) throws UnreadableException {
        byte[] bytes = utf8(encoded, where);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte next = bytes[i];
            if (next == '%') {
                next = hexadecimal(bytes, i + 1, where);
                i += 2;
            } else if (next == '+') {
                next = ' ';
            }
            bytes[length++] = next;
        }
        String key = new String(bytes, 0, length, UTF_8);
        if (!Arrays.equals(key.getBytes(UTF_8), Arrays.copyOf(bytes, length))) {
            throw new UnreadableException(where + " decodes to bytes that are no UTF-8; expected a form-encoded key");
        }
        return exact(key, where);
    }

    /** The key itself, if S3 can know an object by it. */
    static String exact(String key, String where) throws UnreadableException {
        int length = utf8(key, where).length;
        if (length == 0) {
            throw new UnreadableException(where + " is empty; expected an object's key");
        }
        if (length > LONGEST) {
            throw new UnreadableException(where + " has " + length + " bytes; expected a key of at most " + LONGEST);
        }
        return key;
    }

    private static byte hexadecimal(byte[] bytes, int at, String where) throws UnreadableException {
        int high = at < bytes.length ? Character.digit(bytes[at], 16) : -1;
        int low = at + 1 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
        if (high < 0 || low < 0) {
            throw new UnreadableException(
                    where + " has a % without two hexadecimal digits after it; expected a form-encoded key");
        }
        return (byte) (high << 4 | low);
    }

    /**
     * Not by a {@code CharsetEncoder}, strict as it is: {@code encode(CharBuffer)}, when its first guess of the size is
     * too small, was seen to return an empty buffer once it was compiled (JDK 25.0.3, with JaCoCo's agent).
     */
    private static byte[] utf8(String text, String where) throws UnreadableException {
        byte[] bytes = text.getBytes(UTF_8);
        if (!new String(bytes, UTF_8).equals(text)) {
            throw new UnreadableException(where + " holds half of a surrogate pair; expected Unicode");
        }
        return bytes;
    }
}
