package org.allowput.ops.confirm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.receipt.Receipt;
import org.allowput.ops.records.Fields;
import org.allowput.ops.records.SortedByKey;
import org.jspecify.annotations.Nullable;

/**
 * What account B's receipt states about an object of account A.
 *
 * @param key in account A's bucket
 * @param outcome how its replication ended
 * @param size in bytes; 0 unless it was copied
 * @param eTag without quotes; empty if B was not told one
 * @param versionId empty if B was not told one: the bucket is not versioned
 * @param checksum that S3 returned to B
 * @param acknowledged when the receipt was written
 */
record Note(
        String key,
        Receipt.Kind outcome,
        long size,
        String eTag,
        String versionId,
        Optional<StoredChecksum> checksum,
        Instant acknowledged) {
    /** In bytes, of a key, and longer than any other field. */
    private static final int LONGEST = 1024;

    static final SortedByKey.Format<Note> FORMAT = new SortedByKey.Format<>() {
        @Override
        public void write(Note note, DataOutputStream out) throws IOException {
            Fields.write(note.key, out);
            Fields.write(note.outcome.name(), out);
            out.writeLong(note.size);
            Fields.write(note.eTag, out);
            Fields.write(note.versionId, out);
            Fields.write(note.checksum.map(StoredChecksum::value).orElse(""), out);
            if (note.checksum.isPresent()) {
                Fields.write(note.checksum.get().algorithm().name(), out);
                out.writeBoolean(note.checksum.get().fullObject());
            }
            Fields.writeTime(note.acknowledged, out);
        }

        @Override
        public Note read(DataInputStream in) throws IOException {
            return new Note(
                    Fields.read(in),
                    Receipt.Kind.valueOf(Fields.read(in)),
                    in.readLong(),
                    Fields.read(in),
                    Fields.read(in),
                    checksum(Fields.read(in), in),
                    Objects.requireNonNull(Fields.readTime(in)));
        }

        private static Optional<StoredChecksum> checksum(String value, DataInputStream in) throws IOException {
            return value.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new StoredChecksum(
                            StoredChecksum.Algorithm.valueOf(Fields.read(in)), value, in.readBoolean()));
        }
    };

    /** @throws IllegalArgumentException if a field is longer than S3's are: account B can write anything */
    static Note of(Receipt receipt) {
        Receipt.Version version = receipt.version();
        return new Note(
                text(receipt.targetKey()),
                receipt.outcome(),
                version == null ? 0 : version.size(),
                text(version == null ? null : version.targetETag()),
                text(version == null ? null : version.targetVersionId()),
                version == null
                        ? Optional.empty()
                        : version.targetChecksum()
                                .filter(checksum -> !text(checksum.value()).isEmpty()),
                receipt.acknowledged());
    }

    private static String text(@Nullable String value) {
        String text = Objects.requireNonNullElse(value, "");
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a field of " + text.length() + " characters");
        }
        return text;
    }

    boolean isCopy() {
        return outcome == Receipt.Kind.COPIED;
    }
}
