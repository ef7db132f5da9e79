package org.allowput.lambda.s3;

import java.util.List;
import java.util.Optional;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.lambda.checksum.Verification;
import software.amazon.awssdk.services.s3.model.Tag;

/** The target bucket, written as the target account's role. It is never read: the role could not. */
public interface Target {
    /** Puts an object in one request, which the body is opened again for when it is tried again. */
    StoredObject put(TargetObject object, Verification verification, PinnedRange body);

    /**
     * Begins an upload in parts, of which each, and in the end the whole, has a checksum of that algorithm. One that is
     * not completed costs storage until the bucket's lifecycle rule removes it.
     */
    Upload createUpload(TargetObject object, Algorithm algorithm);

    Part put(Upload upload, int number, PinnedRange body);

    /**
     * Makes the parts one object, which must come out at that size.
     *
     * @param parts in their order
     * @param size in bytes
     * @param whole the checksum with which the target verifies the whole, unless the parts' checksums did already
     */
    StoredObject complete(Upload upload, List<Part> parts, long size, Optional<StoredChecksum> whole);

    void delete(String key);

    record Upload(String key, String id, Algorithm algorithm) {}

    /**
     * A part that has arrived.
     *
     * @param checksum what the target computed of what arrived, in Base64, if it says so
     */
    record Part(int number, String eTag, long length, Optional<String> checksum) {}

    /**
     * What an object of the target bucket is to be, its bytes aside.
     *
     * @param key in the target bucket
     * @param source what it is a copy of
     * @param tags to put on it; empty where tags are not replicated
     */
    record TargetObject(String key, SourceState source, List<Tag> tags) {
        public TargetObject {
            tags = List.copyOf(tags);
        }
    }
}
