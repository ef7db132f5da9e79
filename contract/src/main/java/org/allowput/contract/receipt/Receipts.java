package org.allowput.contract.receipt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The receipts of one invocation as one object: gzip'd, a JSON object per line. Their keys,
 * {@code receipts/b/2026/01/31/17/20260131T172501.003Z-<request id>.jsonl.gz}, are spread over {@value #FOLDERS}
 * prefixes by the request's id, and list in the order of time below each. S3 takes 3,500 PUTs per second and prefix.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html">Optimizing S3
 *     performance</a>
 */
public final class Receipts {
    /** How every key in account B's bucket begins. */
    public static final String PREFIX = "receipts/";

    /** The form of the day in their keys. */
    public static final String DAY = "yyyy/MM/dd";

    private static final int FOLDERS = 16;

    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern(DAY + "/HH/").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSX").withZone(ZoneOffset.UTC);
    private static final JsonFactory JSON = new JsonFactory();

    private Receipts() {}

    /** Of an object below {@link #PREFIX}, or the prefix of the target bucket. */
    public static String key(String parent, Instant time, String requestId) {
        String prefix = parent + Integer.toHexString(Math.floorMod(requestId.hashCode(), FOLDERS)) + "/";
        return startingAt(prefix, time) + "-" + requestId + ".jsonl.gz";
    }

    /**
     * How the keys begin: each of them with one of these.
     *
     * @param parent {@link #PREFIX}, or that of the target bucket
     */
    public static List<String> prefixes(String parent) {
        return IntStream.range(0, FOLDERS)
                .mapToObj(folder -> parent + Integer.toHexString(folder) + "/")
                .toList();
    }

    /**
     * Sorts after the keys of all that was written before that millisecond, and not after any later one.
     *
     * @param prefix one of {@link #prefixes}
     */
    public static String startingAt(String prefix, Instant time) {
        return prefix + FOLDER.format(time) + TIME.format(time);
    }

    public static byte[] write(List<Receipt> receipts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(new GZIPOutputStream(bytes))) {
            json.setRootValueSeparator(null);
            for (Receipt receipt : receipts) {
                json.writeStartObject();
                for (Map.Entry<String, @Nullable Object> field :
                        receipt.fields().entrySet()) {
                    switch (field.getValue()) {
                        case null -> {}
                        case Long number -> json.writeNumberField(field.getKey(), number);
                        case Object value -> json.writeStringField(field.getKey(), value.toString());
                    }
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
