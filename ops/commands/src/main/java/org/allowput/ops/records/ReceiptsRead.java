package org.allowput.ops.records;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many receipts were read, since when there are some, and which objects of them could not be read. */
public final class ReceiptsRead {
    /** Of what cannot be read: the others are counted. */
    private static final int NAMED = 10;

    private final List<String> named = new ArrayList<>();
    private @Nullable Instant oldest;
    private @Nullable Instant unreadableUntil;
    private long receipts;
    private long unreadable;

    /** @param written when the object was; empty if its key does not state it */
    void add(Optional<Instant> written, long count) {
        receipts += count;
        written.ifPresent(this::exists);
    }

    /** One that cannot be read tells since when receipts are kept, too. */
    void addUnreadable(Optional<Instant> written, String reason) {
        unreadable++;
        if (named.size() < NAMED) {
            named.add(reason);
        }
        written.ifPresent(this::exists);
        Instant until = written.orElse(Instant.now());
        unreadableUntil = unreadableUntil == null || until.isAfter(unreadableUntil) ? until : unreadableUntil;
    }

    private void exists(Instant written) {
        oldest = oldest == null || written.isBefore(oldest) ? written : oldest;
    }

    /** When the oldest receipt was written, if there is one. */
    public Optional<Instant> oldest() {
        return Optional.ofNullable(oldest);
    }

    /** When the last one of those was written that cannot be read. */
    public Optional<Instant> unreadableUntil() {
        return Optional.ofNullable(unreadableUntil);
    }

    public long receipts() {
        return receipts;
    }

    /** How many objects cannot be read. */
    public long unreadable() {
        return unreadable;
    }

    /** The first {@value #NAMED} of these, each with the reason. */
    public List<String> named() {
        return List.copyOf(named);
    }
}
