package org.allowput.ops.records;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A file that S3 has written, as its manifest lists it.
 *
 * @param key of the object
 * @param md5 of its bytes, in hexadecimal
 */
public record ListedFile(String key, String md5) {
    /** Takes the bytes of the file, of which it may leave some. */
    @FunctionalInterface
    public interface Reader {
        void read(InputStream bytes) throws IOException;
    }

    /**
     * Has the bytes read, and checks that they were those that the manifest lists.
     *
     * @throws IOException if they were not
     */
    public void read(InputStream bytes, Reader reader) throws IOException {
        DigestInputStream digested = new DigestInputStream(bytes, newDigest());
        reader.read(digested);
        digested.transferTo(OutputStream.nullOutputStream());
        String seen = HexFormat.of().formatHex(digested.getMessageDigest().digest());
        if (!seen.equals(md5.toLowerCase(Locale.ROOT))) {
            throw new IOException("The file " + key + " has the MD5 " + seen + "; its manifest lists " + md5
                    + ". Fetch manifest and files of the same report.");
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
