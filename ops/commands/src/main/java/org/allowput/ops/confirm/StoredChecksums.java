package org.allowput.ops.confirm;

import java.util.List;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.ops.database.Database;
import org.allowput.ops.database.TableWriter;
import org.allowput.ops.records.Progress;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Asks for the checksums that S3 keeps of objects since they were put.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject</a>
 */
record StoredChecksums(S3Client s3, String bucket, Progress progress) {
    private static final int AT_A_TIME = 48;
    private static final int PRECONDITION_FAILED = 412;
    private static final int NO_LONGER = 404;

    private record Listed(String key, String versionId, String eTag, String algorithm) {}

    /** The kind is empty if there is a checksum. */
    private record Answer(Listed object, Optional<StoredChecksum> checksum, String kind, String reason) {}

    /** Fills the table {@code checksums} for what the query {@code delivered} leaves to compare. */
    void load(Database database) {
        try (TableWriter rows = database.writer("checksums")) {
            database.query(
                    "SELECT key, versionId, eTag, algorithm FROM delivered WHERE kind = 'compare'",
                    List.of(),
                    found -> {
                        Stream<Listed> objects = Database.stream(
                                found,
                                row -> new Listed(
                                        row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
                        objects.gather(Gatherers.mapConcurrent(AT_A_TIME, this::ask))
                                .forEach(answer -> {
                                    progress.count();
                                    write(answer, rows);
                                });
                        return rows;
                    });
        }
    }

    private static void write(Answer answer, TableWriter rows) {
        rows.row(
                answer.object().key(),
                answer.object().versionId(),
                null,
                answer.checksum().map(each -> each.algorithm().name()).orElse(null),
                answer.checksum().map(StoredChecksum::type).orElse(null),
                answer.checksum().map(StoredChecksum::value).orElse(null),
                answer.kind().isEmpty() ? null : answer.kind(),
                answer.reason());
    }

    private Answer ask(Listed object) {
        boolean versioned = !object.versionId().equals("null");
        try {
            HeadObjectResponse head = s3.headObject(request -> {
                request.bucket(bucket).key(object.key()).checksumMode(ChecksumMode.ENABLED);
                if (versioned) {
                    request.versionId(object.versionId());
                } else {
                    request.ifMatch("\"" + object.eTag() + "\"");
                }
            });
            Optional<StoredChecksum> seen =
                    StoredChecksum.of(head::getValueForField, StoredChecksum.Algorithm.valueOf(object.algorithm()));
            return seen.isPresent()
                    ? new Answer(object, seen, "", "")
                    : unknown(object, "not-read", "S3 keeps no checksum " + object.algorithm() + " of it");
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case PRECONDITION_FAILED -> unknown(object, "too-young", "overwritten since the bucket was listed");
                case NO_LONGER -> unknown(object, "missing", "deleted since the bucket was listed");
                default -> throw e;
            };
        }
    }

    private static Answer unknown(Listed object, String kind, String reason) {
        return new Answer(object, Optional.empty(), kind, reason);
    }
}
