package org.allowput.ops.records;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * A file that S3 has written, as its manifest lists it.
 *
 * @param md5 of its bytes, in hexadecimal
 */
public record ListedFile(String key, String md5) {
    /** Takes the lines of the file, one after the other. */
    @FunctionalInterface
    public interface LineReader {
        void read(String line) throws IOException;
    }

    /**
     * Has the lines read, and checks that the bytes were those that the manifest lists.
     *
     * @param compressed with gzip
     * @throws IOException if they were not
     */
    public void read(InputStream bytes, boolean compressed, LineReader reader) throws IOException {
        DigestInputStream digested = new DigestInputStream(bytes, newDigest());
        InputStream text = compressed ? new GZIPInputStream(digested) : digested;
        BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            reader.read(line);
        }
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
