package org.allowput.ops.reconcile.compare;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.allowput.contract.selection.RequiredTag.Clearance;
import org.allowput.contract.selection.Selection;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Reads the tags of objects that were not copied: some must not be, or not yet.
 *
 * @param s3 may have as many connections as objects are read at a time
 */
record ClearanceReader(S3Client s3, String bucket, Selection selection, int concurrency) {
    /** The findings, of which missing and stale ones are judged by their tags. One that is gone by now is left out. */
    List<Finding> judge(List<Finding> findings) {
        return selection.requiresTag()
                ? findings.stream()
                        .gather(Gatherers.mapConcurrent(concurrency, this::judge))
                        .flatMap(Optional::stream)
                        .toList()
                : findings;
    }

    private Optional<Finding> judge(Finding finding) {
        return switch (finding.kind()) {
            case MISSING, STALE -> ofTags(finding);
            case EXTRA, LOST, WAITING, REFUSED -> Optional.of(finding);
        };
    }

    private Optional<Finding> ofTags(Finding finding) {
        try {
            List<Tag> tags = s3.getObjectTagging(
                            request -> request.bucket(bucket).key(finding.key()))
                    .tagSet();
            return Optional.of(
                    switch (selection.clearance(
                            finding.key(), tags.stream().collect(Collectors.toMap(Tag::key, Tag::value)))) {
                        case Clearance.Cleared() -> finding;
                        case Clearance.Waiting(String reason) -> finding.as(Finding.Kind.WAITING, reason);
                        case Clearance.Refused(String reason) -> finding.as(Finding.Kind.REFUSED, reason);
                    });
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }
}
