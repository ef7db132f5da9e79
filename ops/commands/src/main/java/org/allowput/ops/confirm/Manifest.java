package org.allowput.ops.confirm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.ops.records.CsvLine;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The objects of one job, whose checksums are of one algorithm and type, in the order of their keys, as a file that S3
 * Batch Operations reads: CSV, with keys in the encoding of URLs. What the receipt states follows in a column that the
 * job ignores: so what it is compared with later is what was stated when the job was created.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-create-job.html#specify-batchjob-manifest">
 *     Manifest</a>
 */
final class Manifest implements AutoCloseable {
    /** The bytes of one PUT are 5 GiB at most. */
    private static final long LARGEST = 4L << 30;

    private static final Pattern ENCODED = Pattern.compile("(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*");

    private final Algorithm algorithm;
    private final boolean fullObject;
    private final Path file;
    private final Writer lines;
    private long rows;
    private long bytes;
    private boolean versions;

    Manifest(StoredChecksum like) {
        algorithm = like.algorithm();
        fullObject = like.fullObject();
        try {
            file = Files.createTempFile("confirm", ".csv");
            lines = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether that object belongs into this one, and there is room for it. */
    boolean takes(Expected object) {
        return object.checksum().algorithm() == algorithm
                && object.checksum().fullObject() == fullObject
                && bytes < LARGEST;
    }

    void add(String bucket, Expected object) {
        String line = String.join(
                ",",
                bucket,
                encoded(object.key()),
                object.versionId(),
                object.checksum().value());
        try {
            lines.write(line);
            lines.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rows++;
        bytes += line.length() + 1L;
        versions |= !object.versionId().equals(NotesOfKey.NULL_VERSION);
    }

    /** The names of the columns, for the job. A bucket without versioning has objects without versions only. */
    List<String> columns() {
        return List.of("Bucket", "Key", versions ? "VersionId" : "Ignore", "Ignore");
    }

    Algorithm algorithm() {
        return algorithm;
    }

    boolean fullObject() {
        return fullObject;
    }

    long rows() {
        return rows;
    }

    /** The file, complete. */
    Path file() throws IOException {
        lines.close();
        return file;
    }

    @Override
    public void close() throws IOException {
        lines.close();
        Files.deleteIfExists(file);
    }

    static Iterator<Expected> read(InputStream csv, Algorithm algorithm, boolean fullObject) {
        return new BufferedReader(new InputStreamReader(csv, UTF_8))
                .lines()
                .map(CsvLine::fields)
                .map(fields -> new Expected(
                        decoded(fields.get(1)),
                        fields.get(2),
                        new StoredChecksum(algorithm, fields.get(3), fullObject)))
                .iterator();
    }

    private static String encoded(String key) {
        return SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    }

    /** The key, which a report may give in the encoding of the manifest, or as it is. */
    static String decoded(String key) {
        return ENCODED.matcher(key).matches() ? SdkHttpUtils.urlDecode(key) : key;
    }
}
