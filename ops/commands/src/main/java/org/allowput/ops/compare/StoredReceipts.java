package org.allowput.ops.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.allowput.contract.receipt.Receipts;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of receipts of a bucket.
 *
 * @param s3 may have as many connections as objects are read at a time
 * @param parent how their keys begin
 */
public record StoredReceipts(S3Client s3, String bucket, String parent) {
    static final int READ_AT_A_TIME = 32;

    /**
     * In bytes, of an object and of its text: 10,000 receipts, as many as SQS hands a function messages, have less,
     * even if their keys are as long as S3 allows. Account B can put larger objects into account A's bucket.
     */
    private static final int LARGEST = 32 << 20;

    /** The first character of the years in keys: what sorts before, no receipt has. */
    private static final String YEARS = "2";

    private static final String LOAD = """
        INSERT INTO receipts BY NAME
        SELECT receipt.*, target_key(receipt.sourceKey) AS currentTargetKey
        FROM parsed
        WHERE address NOT IN (SELECT address FROM receipt_objects WHERE reason IS NOT NULL)
            AND asked_key(receipt.%s) IS NOT NULL
        """;

    /**
     * Loads receipts that were written since a time into the table {@code receipts}, for the query {@code parameters},
     * too. What else is below the parent is named as an object that cannot be read.
     *
     * @param most objects of each folder, in the order of time
     * @param asked whether the receipts of a source key are loaded
     * @param targetKey to which a source key is copied now; empty for one that is not copied
     * @throws S3Exception if the request itself is refused, as with credentials that have expired
     */
    public void load(
            Database database,
            Instant since,
            long most,
            Predicate<String> asked,
            Function<String, Optional<String>> targetKey) {
        database.define("target_key", targetKey);
        load(database, since, most, "sourceKey", asked);
    }

    /** The same for account A, which knows its own keys alone. */
    public void loadOfTarget(Database database, Instant since, Predicate<String> asked) {
        database.define("target_key", Optional::of);
        load(database, since, Long.MAX_VALUE, "targetKey", asked);
    }

    private void load(Database database, Instant since, long most, String key, Predicate<String> asked) {
        database.insert(
                "receipt_lines",
                Stream.concat(
                        strangers().limit(most),
                        Receipts.prefixes(parent).stream()
                                .flatMap(folder -> Stream.concat(
                                        list(folder, null)
                                                .takeWhile(
                                                        object -> object.key().compareTo(folder + YEARS) < 0),
                                        list(folder, Receipts.startingAt(folder, since))
                                                .limit(most)))
                                .gather(Gatherers.mapConcurrent(READ_AT_A_TIME, this::lines))
                                .flatMap(lines -> lines)));
        database.materialize("parsed");
        database.execute("DELETE FROM receipt_lines");
        database.materialize("receipt_objects");
        database.define("asked_key", text -> Optional.of(text).filter(asked));
        database.execute(LOAD.formatted(key));
        database.execute("DELETE FROM computed_parsed");
    }

    /** Rows of objects beside the folders of receipts. */
    private Stream<@Nullable Object[]> strangers() {
        Set<String> folders = Set.copyOf(Receipts.prefixes(parent));
        return s3
                .listObjectsV2Paginator(request -> request.bucket(bucket)
                        .encodingType(EncodingType.URL)
                        .delimiter("/")
                        .prefix(parent))
                .stream()
                .flatMap(page -> Stream.concat(
                        page.contents().stream(),
                        page.commonPrefixes().stream()
                                .map(CommonPrefix::prefix)
                                .filter(folder -> !folders.contains(folder))
                                .flatMap(folder -> list(folder, null))))
                .map(object -> Database.row(
                        "s3://" + bucket + "/" + object.key(),
                        null,
                        "no receipt: the function writes none with this key"));
    }

    private Stream<S3Object> list(String prefix, @Nullable String startAfter) {
        return s3
                .listObjectsV2Paginator(request -> request.bucket(bucket)
                        .encodingType(EncodingType.URL)
                        .prefix(prefix)
                        .startAfter(startAfter))
                .contents()
                .stream();
    }

    private Stream<@Nullable Object[]> lines(S3Object object) {
        String address = "s3://" + bucket + "/" + object.key();
        String reason;
        try {
            if (object.size() > LARGEST) {
                throw new IOException(object.size() + " bytes, receipts have at most " + LARGEST);
            }
            byte[] content = s3.getObjectAsBytes(
                            request -> request.bucket(bucket).key(object.key()))
                    .asByteArrayUnsafe();
            try (InputStream text = new GZIPInputStream(new ByteArrayInputStream(content))) {
                byte[] lines = text.readNBytes(LARGEST + 1);
                if (lines.length > LARGEST) {
                    throw new IOException("more than " + LARGEST + " bytes of text");
                }
                if (lines.length > 0) {
                    return new String(lines, UTF_8).lines().map(line -> Database.row(address, line, null));
                }
                reason = "an object without a receipt";
            }
        } catch (S3Exception e) {
            // Of 400 all others would fail as well: expired credentials, for example.
            if (e.statusCode() == 400) {
                throw e;
            }
            AwsErrorDetails details = e.awsErrorDetails();
            reason = "S3 answered " + e.statusCode() + (details == null ? "" : " " + details.errorCode());
        } catch (EOFException e) {
            reason = "gzip that ends too early, at " + object.size() + " bytes";
        } catch (IOException e) {
            reason = e.getMessage();
        }
        return Stream.<@Nullable Object[]>of(Database.row(address, null, reason));
    }
}
