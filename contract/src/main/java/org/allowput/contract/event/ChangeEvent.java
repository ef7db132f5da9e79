package org.allowput.contract.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to one object, or that is to be done with it: the fields that a replication uses, and no
 * others. What an event says of a size, a version or an entity tag is not read, since the newest version is copied.
 *
 * @param kind what it means to a replication
 * @param eventName what the sender calls it, such as {@code ObjectCreated:Put} or {@code Object Created}
 * @param bucket the bucket it happened in: whether that is the source bucket is for the caller to check
 * @param key the object's key, decoded: exactly the key that S3 knows; empty for a {@link Kind#TEST} event
 * @param time when S3 finished the request that the event is about; null if the sender gives no time from 1970 to 9999
 * @param attempt which attempt it asks for
 */
public record ChangeEvent(
        Kind kind,
        String eventName,
        String bucket,
        String key,
        @Nullable Instant time,
        CopyAttempt attempt) {
    /** What an event means to a replication. */
    public enum Kind {
        /** The object has content to copy: it was created, or restored from an archive. */
        CREATED,
        /** The object, or one of its versions, was deleted or expired. */
        REMOVED,
        /** The tags of the object were changed or removed. */
        TAGGED,
        /** Something else that S3 documents: ACLs, storage class, replication. */
        OTHER,
        /** A task of S3 Batch Operations asks for a copy of the object, which must exist. */
        TASK,
        /** {@code s3:TestEvent}, which S3 sends when a notification is configured. */
        TEST
    }

    public ChangeEvent {
        if (bucket.isEmpty()) {
            throw new IllegalArgumentException("bucket is empty");
        }
        if (key.isEmpty() != (kind == Kind.TEST)) {
            throw new IllegalArgumentException("a key is what every event but a test event has, kind " + kind);
        }
    }

    /** An event as S3 sends it: the first attempt. */
    public ChangeEvent(Kind kind, String eventName, String bucket, String key, @Nullable Instant time) {
        this(kind, eventName, bucket, key, time, CopyAttempt.FIRST);
    }

    /** The same event, asking for the next attempt. */
    public ChangeEvent next() {
        return with(attempt.next());
    }

    /** The same event, asking for the first attempt. */
    public ChangeEvent first() {
        return with(new CopyAttempt(attempt.job(), 1));
    }

    /** The same event as a task, which it was before it was handed over. */
    ChangeEvent asTask(CopyAttempt other) {
        return new ChangeEvent(Kind.TASK, eventName, bucket, key, time, other);
    }

    /** The same event, asking for another attempt. */
    ChangeEvent with(CopyAttempt other) {
        return new ChangeEvent(kind, eventName, bucket, key, time, other);
    }

    /**
     * What tells this request for a copy apart from others for the same version of the object: nothing if the event
     * says that this version was created, since there is one such event, which may be delivered twice. Tags, a restore
     * or a job can ask for the same version again and again. A comparison asks for another attempt at what was asked
     * for.
     */
    public String request() {
        boolean created = kind == Kind.CREATED && !eventName.contains("Restore");
        String occasion = created || kind == Kind.TASK ? "" : eventName + " " + time;
        String job = attempt.isRequeue() ? "" : attempt.job();
        return String.join("\n", occasion, job, Integer.toString(attempt.number()));
    }
}
