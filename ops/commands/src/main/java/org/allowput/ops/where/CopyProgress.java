package org.allowput.ops.where;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.large.CopyPlan;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * How far the copy of one large object is, by the results that its ranges have stored.
 *
 * @param key of the source object
 * @param round how often the copy has begun
 * @param done ranges that are in the target
 * @param bytes of the object; 0 if that is not known
 */
public record CopyProgress(String key, int round, long done, long ranges, long bytesDone, long bytes) {
    /**
     * Of an execution; empty if it has not begun to copy, or its documents have expired.
     *
     * @param bucket of the workflow's documents
     */
    public static Optional<CopyProgress> of(S3Client s3, String bucket, String execution) {
        return keys(s3, bucket, CopyPlan.documents(execution)).stream()
                .filter(key -> key.endsWith(CopyPlan.KEY_END))
                .reduce((one, later) -> later)
                .map(key -> {
                    CopyPlan plan = CopyPlan.read(s3.getObjectAsBytes(
                                    request -> request.bucket(bucket).key(key))
                            .asByteArray());
                    long done = keys(s3, bucket, plan.rangeResults()).size();
                    String round = key.substring(
                            CopyPlan.documents(execution).length(), key.length() - CopyPlan.KEY_END.length());
                    return new CopyProgress(
                            plan.sourceKey(),
                            Integer.parseInt(round),
                            done,
                            plan.ranges(),
                            Math.min(done * plan.rangeBytes(), plan.bytes()),
                            plan.bytes());
                });
    }

    private static List<String> keys(S3Client s3, String bucket, String prefix) {
        return s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** For people, on one line. */
    public String line() {
        return "%s: %s".formatted(key, text());
    }

    String text() {
        return "%d of %d ranges%s%s"
                .formatted(
                        done,
                        ranges,
                        bytes == 0
                                ? ""
                                : ", %,d of %,d bytes (%d %%)".formatted(bytesDone, bytes, bytesDone * 100 / bytes),
                        round == 1 ? "" : ", round " + round);
    }
}
