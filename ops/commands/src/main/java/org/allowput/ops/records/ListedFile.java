package org.allowput.ops.records;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * A file that S3 has written, as its manifest lists it.
 *
 * @param md5 of its bytes, in hexadecimal
 */
public record ListedFile(String key, String md5) {
    /** Of the manifest of an inventory. */
    static ListedFile ofInventory(Object file) {
        return of(file, "key", "MD5checksum");
    }

    /** Of the manifest of a completion report. */
    public static ListedFile ofReport(Object file) {
        return of(file, "Key", "MD5Checksum");
    }

    private static ListedFile of(Object file, String key, String md5) {
        Map<?, ?> fields = file instanceof Map<?, ?> map ? map : Map.of();
        return new ListedFile(String.valueOf(fields.get(key)), String.valueOf(fields.get(md5)));
    }

    /**
     * Writes it to a file of this computer, and checks that the bytes were those that the manifest lists.
     *
     * @throws IOException if they were not
     */
    public void save(InputStream bytes, Path file) throws IOException {
        DigestInputStream digested = new DigestInputStream(bytes, newDigest());
        Files.copy(digested, file, StandardCopyOption.REPLACE_EXISTING);
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
