package org.allowput.contract.event;

import java.time.Instant;
import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to one object, or that is to be done with it: the fields that a replication uses, and no
 * others. What an event says of a size, a version or an entity tag is not read, since the newest version is copied.
 *
 * @param eventName what the sender calls it, such as {@code ObjectCreated:Put} or {@code Object Created}
 * @param bucket the bucket it happened in: whether that is the source bucket is for the caller to check
 * @param key the object's key, decoded: exactly the key that S3 knows; empty if the kind has none
 * @param time when S3 finished the request that the event is about; null if the sender gives no time from 1970 to 9999
 * @param byReplication whether a session of a replication function made that request, as far as the sender says:
 *     EventBridge does not
 */
public record ChangeEvent(
        Kind kind,
        String eventName,
        String bucket,
        String key,
        @Nullable Instant time,
        Attempt attempt,
        boolean byReplication) {
    public enum Kind {
        /** The object has content to copy: it was created, or restored from an archive. */
        CREATED,
        /** The object, or one of its versions, was deleted. */
        REMOVED,
        /** A lifecycle rule expired the object; of a version that is not the newest, it is one of the others. */
        EXPIRED,
        /** The tags of the object were changed or removed. */
        TAGGED,
        /** Something else that S3 documents: ACLs, storage class, replication. */
        OTHER,
        /** A task of S3 Batch Operations asks for a copy of the object, which must exist. */
        TASK,
        /** {@code s3:TestEvent}, which S3 sends when a notification is configured. */
        TEST,
        /** A look at the source bucket, which the schedule asked for, and which failed and came by the queue. */
        LOOK;

        boolean hasKey() {
            return this != TEST && this != LOOK;
        }
    }

    public ChangeEvent {
        if (bucket.isEmpty()) {
            throw new IllegalArgumentException("bucket is empty");
        }
        if (key.isEmpty() == kind.hasKey()) {
            throw new IllegalArgumentException("only events about an object have a key, kind " + kind);
        }
    }

    /** An event as S3 sends it: the first attempt. */
    public ChangeEvent(Kind kind, String eventName, String bucket, String key, @Nullable Instant time) {
        this(kind, eventName, bucket, key, time, Attempt.FIRST);
    }

    /** A request for a copy, or an event whose sender does not say who made the request. */
    public ChangeEvent(
            Kind kind, String eventName, String bucket, String key, @Nullable Instant time, Attempt attempt) {
        this(kind, eventName, bucket, key, time, attempt, false);
    }

    public ChangeEvent next() {
        return with(attempt.next());
    }

    public ChangeEvent first() {
        return with(new Attempt(attempt.job(), 1));
    }

    /** The same event as a task, which it was before the workflow was started. */
    ChangeEvent asTask(Attempt other) {
        return new ChangeEvent(Kind.TASK, eventName, bucket, key, time, other, byReplication);
    }

    ChangeEvent with(Attempt other) {
        return new ChangeEvent(kind, eventName, bucket, key, time, other, byReplication);
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

    /**
     * Which attempt at a copy an event asks for. Only an event that a failed workflow has given back is not the first.
     *
     * @param job id of the S3 Batch Operations job that asks for it, or of a comparison; empty for the events of a
     *     bucket
     * @param number from 1
     */
    public record Attempt(String job, int number) {
        /** Where a notification that asks for another than the first says so, beside {@code Records}. */
        static final String FIELD = "largeObject";

        /** How the id of a comparison begins, which sends an event again; that of a job is a UUID. */
        public static final String COMPARISON = "reconcile ";

        public static final Attempt FIRST = new Attempt("", 1);

        public Attempt {
            if (number < 1) {
                throw new IllegalArgumentException("attempt " + number + "; expected 1 or more");
            }
        }

        static Attempt of(JsonObject notification) throws UnreadableException {
            if (!notification.has(FIELD)) {
                return FIRST;
            }
            JsonObject stored = notification.object(FIELD);
            return new Attempt(stored.text("job"), stored.positive("attempt"));
        }

        /** Whether it asks for a copy of a version that may have been copied before. */
        public boolean isRequeue() {
            return job.startsWith(COMPARISON);
        }

        boolean isTask() {
            return !job.isEmpty() && !isRequeue();
        }

        Attempt next() {
            return new Attempt(job, number + 1);
        }
    }
}
