package org.allowput.ops.confirm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Gatherers;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.Queries;
import org.allowput.ops.records.ManifestFiles;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What account A's bucket has, and which checksums, in the tables {@code versions} and {@code checksums}.
 *
 * @param s3 as account A, with as many connections as objects are asked for at a time
 */
record DeliveredObjects(S3Client s3, String bucket, Database database) {
    private static final int AT_A_TIME = 48;
    private static final int PRECONDITION_FAILED = 412;
    private static final int NO_LONGER = 404;

    /** Loads the list of the bucket below a prefix, but for the receipts. */
    void loadVersions(String prefix, String receipts) {
        database.insert(
                "versions",
                s3
                        .listObjectVersionsPaginator(
                                request -> request.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL))
                        .stream()
                        .flatMap(page -> page.versions().stream())
                        .filter(object -> !object.key().startsWith(receipts))
                        .map(object -> Database.row(
                                object.key(),
                                object.versionId(),
                                object.isLatest(),
                                object.size(),
                                Receipt.unquoted(object.eTag()),
                                object.lastModified())));
    }

    /**
     * Loads the completion report of a job that computed checksums from the bytes that S3 stores.
     *
     * @throws OperationException if it is not such a report, or a file is not the one that its manifest lists
     */
    void loadReport(ManifestFiles report) throws IOException {
        Path file = database.folder().resolve("report.csv");
        try {
            if (!(report.read().get("Results") instanceof List<?> results)) {
                throw new OperationException(
                        "Seen " + report.address() + " without Results, expected the manifest of a completion report.");
            }
            for (Object listed : results) {
                report.save(listed, file);
                database.execute(Queries.text("report").replace("${file}", file.toString()));
            }
        } catch (NoSuchKeyException e) {
            throw new OperationException(
                    "There is no " + report.address() + ": a job writes it when it ends. Run this command again then.",
                    e);
        }
    }

    /**
     * Asks for the checksums that S3 keeps since the PUT of what the query {@code delivered} leaves to compare.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject</a>
     */
    void loadChecksums() {
        database.query(
                "SELECT key, versionId, eTag, algorithm FROM delivered WHERE kind = 'compare'",
                objects -> database.insert(
                        "checksums", objects.gather(Gatherers.mapConcurrent(AT_A_TIME, this::checksum))));
    }

    /** A row of the table. */
    private @Nullable Object[] checksum(Map<String, @Nullable Object> object) {
        String key = String.valueOf(object.get("key"));
        String versionId = String.valueOf(object.get("versionId"));
        StoredChecksum.Algorithm algorithm = StoredChecksum.Algorithm.valueOf(String.valueOf(object.get("algorithm")));
        try {
            HeadObjectResponse head = s3.headObject(request -> {
                request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED);
                if (versionId.equals("null")) {
                    request.ifMatch("\"" + object.get("eTag") + "\"");
                } else {
                    request.versionId(versionId);
                }
            });
            return StoredChecksum.of(head::getValueForField, algorithm)
                    .map(seen ->
                            Database.row(key, versionId, null, algorithm.name(), seen.type(), seen.value(), null, null))
                    .orElseGet(() -> none(key, versionId, "not-read", "S3 keeps no checksum " + algorithm + " of it"));
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case PRECONDITION_FAILED ->
                    none(key, versionId, "too-young", "overwritten since the bucket was listed");
                case NO_LONGER -> none(key, versionId, "missing", "deleted since the bucket was listed");
                default -> throw e;
            };
        }
    }

    private static @Nullable Object[] none(String key, String versionId, String kind, String reason) {
        return Database.row(key, versionId, null, null, null, null, kind, reason);
    }
}
