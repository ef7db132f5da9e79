package org.allowput.ops.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.allowput.contract.receipt.Receipts;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.S3Client;
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

    private static final String LOAD = """
        INSERT INTO receipts BY NAME
        SELECT receipt.*, target_key(receipt.sourceKey) AS currentTargetKey
        FROM parsed
        WHERE address NOT IN (SELECT address FROM receipt_objects WHERE reason IS NOT NULL)
            AND starts_with(receipt.targetKey, ?) AND currentTargetKey IS NOT NULL
        """;

    /**
     * Loads receipts that were written since a time into the table {@code receipts}, for the query {@code parameters},
     * too.
     *
     * @param most objects of each folder, in the order of time
     * @param targetKey to which a source key is copied now; empty for one that is left out
     * @param targetPrefix how the target keys begin of those that are loaded
     * @throws S3Exception if the request itself is refused, as with credentials that have expired
     */
    public void load(
            Database database,
            Instant since,
            long most,
            Function<String, Optional<String>> targetKey,
            String targetPrefix) {
        database.insert(
                "receipt_lines",
                Receipts.prefixes(parent).stream()
                        .flatMap(prefix -> s3
                                .listObjectsV2Paginator(request -> request.bucket(bucket)
                                        .encodingType(EncodingType.URL)
                                        .prefix(prefix)
                                        .startAfter(Receipts.startingAt(prefix, since)))
                                .contents()
                                .stream()
                                .limit(most))
                        .gather(Gatherers.mapConcurrent(READ_AT_A_TIME, this::lines))
                        .flatMap(lines -> lines));
        database.materialize("parsed");
        database.execute("DELETE FROM receipt_lines");
        database.materialize("receipt_objects");
        database.define("target_key", targetKey);
        database.execute(LOAD, targetPrefix);
        database.execute("DELETE FROM computed_parsed");
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
                return new String(lines, UTF_8).lines().map(line -> Database.row(address, line, null));
            }
        } catch (S3Exception e) {
            // Of 400 all others would fail as well: expired credentials, for example.
            if (e.statusCode() == 400) {
                throw e;
            }
            AwsErrorDetails details = e.awsErrorDetails();
            reason = "S3 answered " + e.statusCode() + (details == null ? "" : " " + details.errorCode());
        } catch (IOException e) {
            reason = e.getMessage();
        }
        return Stream.<@Nullable Object[]>of(Database.row(address, null, reason));
    }
}
