package org.allowput.ops.confirm;

import java.time.Instant;
import java.util.Optional;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.confirm.Finding.Kind;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * Says which objects are as their receipts say, as far as a listing tells.
 *
 * @param since from when on each object has a receipt
 * @param until what arrived later may get its receipt yet
 */
record Classifier(Instant since, Instant until, Result result) {
    /** What is left to compare of an object of the bucket. */
    Optional<Expected> classify(ObjectVersion object, NotesOfKey notes) {
        Note note = notes.matching().orElse(null);
        if (note == null) {
            withoutReceipt(object, notes.newest());
        } else if (note.size() != object.size()) {
            add(Kind.DIFFERS, object, "%,d bytes; its receipt says %,d".formatted(object.size(), note.size()));
        } else if (note.checksum() == null) {
            add(Kind.NOT_READ, object, "its receipt has no checksum");
        } else {
            return Optional.of(
                    new Expected(object.key(), object.versionId(), NotesOfKey.eTag(object), note.checksum()));
        }
        return Optional.empty();
    }

    private void withoutReceipt(ObjectVersion object, Optional<Note> newest) {
        Instant arrived = object.lastModified();
        boolean versioned = !object.versionId().equals(NotesOfKey.NULL_VERSION);
        Optional<Note> copy = newest.filter(Note::isCopy);
        if (arrived.isAfter(until)) {
            result.addTooYoung();
        } else if (copy.isPresent() && !versioned) {
            add(
                    Kind.DIFFERS,
                    object,
                    "its ETag is %s since %s; its newest receipt says %s at %s"
                            .formatted(
                                    NotesOfKey.eTag(object),
                                    arrived,
                                    copy.get().eTag(),
                                    copy.get().acknowledged()));
        } else if (copy.isPresent() && arrived.isBefore(copy.get().acknowledged())) {
            add(
                    Kind.MISSING,
                    object,
                    "the version of its newest receipt, " + copy.get().versionId() + ", was deleted");
        } else if (newest.filter(note -> note.outcome() == Receipt.Kind.UNCONFIRMED)
                .isPresent()) {
            add(Kind.NOT_READ, object, "account B could not confirm it: its object was gone when it looked again");
        } else if (!arrived.isBefore(since)) {
            add(
                    Kind.NOT_NOTED,
                    object,
                    "arrived at " + arrived
                            + copy.map(note -> "; its newest receipt is of version " + note.versionId())
                                    .orElse(""));
        }
    }

    /** The bucket has no object of that key. */
    void classifyAbsent(NotesOfKey notes) {
        notes.newest()
                .filter(Note::isCopy)
                .ifPresent(note -> result.add(
                        Kind.MISSING,
                        note.key(),
                        note.versionId().isEmpty() ? NotesOfKey.NULL_VERSION : note.versionId(),
                        "its receipt is of " + note.acknowledged()));
    }

    private void add(Kind kind, ObjectVersion object, String reason) {
        result.add(kind, object.key(), object.versionId(), reason);
    }
}
