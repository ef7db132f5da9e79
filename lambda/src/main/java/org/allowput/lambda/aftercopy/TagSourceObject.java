package org.allowput.lambda.aftercopy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allowput.contract.AfterCopy;
import org.allowput.lambda.copy.ConfirmedCopy;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.failure.SourceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Tags the version that was copied, and no other: in a bucket without versioning the tag could be put on an object that
 * was written meanwhile and not copied, which a lifecycle rule would then expire.
 *
 * <p>The other tags stay. If the tag is there, nothing is written, so that the event of the tag itself ends here.
 *
 * @param client with the function's own credentials, which may read and put the tags of versions
 * @param account that owns the bucket
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html">Object tags</a>
 */
public record TagSourceObject(S3Client client, String bucket, String account) implements ConfirmedCopy.Action {
    private static final Tag COPIED =
            Tag.builder().key(AfterCopy.TAG_KEY).value(AfterCopy.TAG_VALUE).build();
    private static final int MOST_TAGS = 10;

    @Override
    public Optional<Failure> run(ConfirmedCopy copy) {
        String version = copy.versions().versionId();
        // "null" is that of an object that was put while versioning was suspended: the next one replaces it.
        if (version == null || version.equals("null")) {
            return Optional.of(new Failure(
                    Failure.Cause.PERMANENT,
                    "the object was copied and cannot be tagged, as it has no version: enable versioning of the source"
                            + " bucket, or set another source.afterCopy"));
        }
        try {
            return tag(copy.sourceKey(), version);
        } catch (SdkException e) {
            return Optional.of(FailureClassifier.of(new SourceException(e)));
        }
    }

    private Optional<Failure> tag(String key, String version) {
        List<Tag> tags = new ArrayList<>(client.getObjectTagging(request ->
                        request.bucket(bucket).key(key).versionId(version).expectedBucketOwner(account))
                .tagSet());
        if (tags.contains(COPIED)) {
            return Optional.empty();
        }
        tags.removeIf(tag -> tag.key().equals(AfterCopy.TAG_KEY));
        if (tags.size() >= MOST_TAGS) {
            return Optional.of(new Failure(
                    Failure.Cause.PERMANENT,
                    "the object was copied and cannot be tagged, as it has " + MOST_TAGS
                            + " tags, and S3 permits no more: remove one of them"));
        }
        tags.add(COPIED);
        client.putObjectTagging(request -> request.bucket(bucket)
                .key(key)
                .versionId(version)
                .expectedBucketOwner(account)
                .tagging(tagging -> tagging.tagSet(tags)));
        return Optional.empty();
    }
}
