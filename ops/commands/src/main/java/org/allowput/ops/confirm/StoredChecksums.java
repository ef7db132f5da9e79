package org.allowput.ops.confirm;

import java.util.Map;
import java.util.stream.Gatherers;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Asks for the checksums that S3 keeps of objects since they were put.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject</a>
 */
record StoredChecksums(S3Client s3, String bucket) {
    private static final int AT_A_TIME = 48;
    private static final int PRECONDITION_FAILED = 412;
    private static final int NO_LONGER = 404;

    /** Fills the table {@code checksums} for what the query {@code delivered} leaves to compare. */
    void load(Database database) {
        try (TableWriter rows = database.writer("checksums")) {
            database.query("SELECT key, versionId, eTag, algorithm FROM delivered WHERE kind = 'compare'", objects -> {
                objects.gather(Gatherers.mapConcurrent(AT_A_TIME, this::ask)).forEach(rows::row);
                return rows;
            });
        }
    }

    /** A row of the table. */
    private @Nullable Object[] ask(Map<String, @Nullable Object> object) {
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
                    .map(seen -> row(key, versionId, null, algorithm.name(), seen.type(), seen.value(), null, ""))
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
        return row(key, versionId, null, null, null, null, kind, reason);
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }
}
