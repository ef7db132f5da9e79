package org.allowput.ops.confirm;

import java.util.Optional;
import org.allowput.contract.receipt.Receipt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * What all receipts of one key state about the object that the bucket holds now. A version has one receipt; without
 * versions the entity tag tells which of them is about this content.
 */
final class NotesOfKey {
    /** What S3 gives to an object that was put while the bucket was not versioned. */
    static final String NULL_VERSION = "null";

    private final Optional<ObjectVersion> object;
    private @Nullable Note matching;
    private @Nullable Note newest;

    NotesOfKey(Optional<ObjectVersion> object) {
        this.object = object;
    }

    void add(Note note) {
        newest = later(newest, note);
        if (object.isPresent() && isOf(note, object.get())) {
            matching = later(matching, note);
        }
    }

    private static boolean isOf(Note note, ObjectVersion object) {
        if (!note.isCopy()) {
            return false;
        }
        return object.versionId().equals(NULL_VERSION)
                ? (note.versionId().isEmpty() || note.versionId().equals(NULL_VERSION))
                        && (note.eTag().isEmpty() || note.eTag().equals(eTag(object)))
                : note.versionId().equals(object.versionId());
    }

    private static Note later(@Nullable Note one, Note other) {
        return one == null || other.acknowledged().isAfter(one.acknowledged()) ? other : one;
    }

    static String eTag(ObjectVersion object) {
        return Receipt.unquoted(object.eTag());
    }

    /** Of the content that the bucket holds. */
    Optional<Note> matching() {
        return Optional.ofNullable(matching);
    }

    /** By the time at which it was written. */
    Optional<Note> newest() {
        return Optional.ofNullable(newest);
    }
}
