package org.allowput.lambda.intake;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

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
final class ObjectKey {
    /** S3's limit, in bytes of UTF-8. */
    private static final int LONGEST = 1024;

    private ObjectKey() {}

    /** The key that {@code encoded} stands for. */
    static String formDecoded(String encoded, String where) throws UnreadableException {
        ByteBuffer source = utf8(encoded, where);
        ByteBuffer key = ByteBuffer.allocate(source.remaining());
        while (source.hasRemaining()) {
            byte next = source.get();
            if (next == '%') {
                next = hexadecimal(source, where);
            } else if (next == '+') {
                next = ' ';
            }
            key.put(next);
        }
        try {
            return exact(StandardCharsets.UTF_8.newDecoder().decode(key.flip()).toString(), where);
        } catch (CharacterCodingException e) {
            throw new UnreadableException(where + " decodes to bytes that are no UTF-8; expected a form-encoded key");
        }
    }

    /** The key itself, if S3 can know an object by it. */
    static String exact(String key, String where) throws UnreadableException {
        int length = utf8(key, where).remaining();
        if (length == 0) {
            throw new UnreadableException(where + " is empty; expected an object's key");
        }
        if (length > LONGEST) {
            throw new UnreadableException(where + " has " + length + " bytes; expected a key of at most " + LONGEST);
        }
        return key;
    }

    private static byte hexadecimal(ByteBuffer source, String where) throws UnreadableException {
        int high = source.hasRemaining() ? Character.digit(source.get(), 16) : -1;
        int low = source.hasRemaining() ? Character.digit(source.get(), 16) : -1;
        if (high < 0 || low < 0) {
            throw new UnreadableException(
                    where + " has a % without two hexadecimal digits after it; expected a form-encoded key");
        }
        return (byte) (high << 4 | low);
    }

    private static ByteBuffer utf8(String text, String where) throws UnreadableException {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new UnreadableException(where + " holds half of a surrogate pair; expected Unicode");
        }
    }
}
