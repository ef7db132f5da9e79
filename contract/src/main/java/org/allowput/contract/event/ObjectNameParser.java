package org.allowput.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;

/**
 * The bucket and the key of an object as events carry them. Whether they exist is for others to tell.
 *
 * <p>S3 notifications and Batch Operations form-encode the key: {@code +} is a space, {@code %} and two hexadecimal
 * digits are a byte of UTF-8. The JDK's decoder is not used: what is no UTF-8 it turns into replacement characters,
 * which are another key.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public final class ObjectNameParser {
    /** S3's limit, in bytes of UTF-8. */
    private static final int LONGEST_KEY = 1024;
    /** Of a bucket in us-east-1 made before the limit became 63. */
    private static final int LONGEST_BUCKET = 255;

    private static final String LEGAL_IN_BUCKET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

    private ObjectNameParser() {}

    public static String bucket(JsonObject object, String field) throws UnreadableException {
        return checkedBucket(object.text(field), object.at(field));
    }

    /**
     * The bucket of {@code arn:aws:s3:::bucket}; AWS's examples of Batch Operations also have a region and an account
     * in it.
     */
    public static String bucketOfArn(JsonObject object, String field) throws UnreadableException {
        String arn = object.text(field);
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        if (!arn.startsWith("arn:") || !arn.contains(":s3:")) {
            throw new UnreadableException(
                    object.at(field) + " is no ARN of an S3 bucket; expected arn:aws:s3:::bucket");
        }
        return checkedBucket(name, object.at(field));
    }

    private static String checkedBucket(String name, String where) throws UnreadableException {
        if (name.isEmpty() || name.length() > LONGEST_BUCKET) {
            throw new UnreadableException(where + " has " + name.length()
                    + " characters; expected a bucket's name of 1 to " + LONGEST_BUCKET);
        }
        if (name.chars().anyMatch(character -> LEGAL_IN_BUCKET.indexOf(character) < 0)) {
            throw new UnreadableException(where + " has a character that is in no bucket's name;"
                    + " expected letters, digits, dots, hyphens and underscores");
        }
        return name;
    }

    public static String formDecodedKey(String encoded, String where) throws UnreadableException {
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
        return exactKey(key, where);
    }

    /** The key itself, if S3 can know an object by it. */
    static String exactKey(String key, String where) throws UnreadableException {
        int length = utf8(key, where).length;
        if (length == 0) {
            throw new UnreadableException(where + " is empty; expected an object's key");
        }
        if (length > LONGEST_KEY) {
            throw new UnreadableException(
                    where + " has " + length + " bytes; expected a key of at most " + LONGEST_KEY);
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
