package org.allowput.lambda.s3;

import java.util.Optional;
import org.allowput.contract.object.StoredChecksum;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Response;

/**
 * A stored object has what the target answered to the request that created the object. A store that speaks S3 need not
 * answer all of it.
 *
 * @param eTag quoted as S3 gives it
 * @param versionId where the target bucket is versioned
 * @param checksum that the target keeps with the object: the one that it says, or has verified
 */
public record StoredObject(@Nullable String eTag, @Nullable String versionId, Optional<StoredChecksum> checksum) {
    /** @param sent the checksum that the request gave, if any */
    static StoredObject of(S3Response response, Optional<StoredChecksum> sent) {
        return new StoredObject(
                response.getValueForField("ETag", String.class).orElse(null),
                response.getValueForField("VersionId", String.class).orElse(null),
                StoredChecksum.of(response::getValueForField).or(() -> sent));
    }
}
