package org.allowput.lambda.large;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.lambda.copy.CopiedPart;
import org.allowput.lambda.copy.CopyDocuments;
import org.allowput.lambda.copy.LargeObjectCopier;
import org.allowput.lambda.copy.MissingSource;
import org.allowput.lambda.copy.MultipartCopy;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.failure.FailureClassifier;

/**
 * The tasks that copy one object in ranges. Each stores what it has done under the keys of its execution and round, and
 * can be run again.
 */
public final class CopyTasks {
    private static final String COPY = "copy.json";
    private static final String PLAN = "plan.json";
    private static final String COMPLETED = "completed.json";

    private final LargeObjectCopier copier;
    private final ResultStore store;
    private final long rangeSize;

    /** @param rangeSize what one invocation copies, in bytes; a part may be larger */
    public CopyTasks(LargeObjectCopier copier, ResultStore store, long rangeSize) {
        this.copier = copier;
        this.store = store;
        this.rangeSize = rangeSize;
    }

    /**
     * Creates the upload. Returns how many ranges there are to copy, or nothing if the object is gone or no longer
     * large. Run again, it creates another upload, which the bucket's lifecycle rule removes.
     */
    public Optional<Integer> plan(String prefix, String sourceKey, String targetKey) {
        Optional<MultipartCopy> begun = copier.begin(sourceKey, targetKey);
        begun.ifPresent(copy -> {
            store.put(prefix + COPY, CopyDocuments.write(copy));
            store.put(prefix + PLAN, plan(sourceKey, ranges(copy)));
        });
        return begun.map(copy -> ranges(copy).count());
    }

    /** For those who watch: which object it is, and how many results of ranges there will be. */
    private static byte[] plan(String sourceKey, RangePlan ranges) {
        try {
            return JSON.std.asBytes(Map.of("sourceKey", sourceKey, "ranges", ranges.count()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The copy that {@link #plan} began. */
    public static MultipartCopy copy(ResultStore store, String prefix) {
        return CopyDocuments.read(store.get(prefix + COPY)
                .orElseThrow(() -> new PermanentTaskException(
                        "there is no " + prefix + COPY + ": the copy has not begun, or the results have expired")));
    }

    /**
     * Puts the parts of one range and stores their entity tags and checksums. Returns its bytes.
     *
     * @throws StartOverException if the source has changed, so that no further range is copied for nothing
     */
    public long copyRange(String prefix, MultipartCopy copy, int range) throws InterruptedException {
        if (!copier.isCurrent(copy)) {
            throw new StartOverException("the source object was overwritten or deleted while it was copied");
        }
        RangePlan ranges = ranges(copy);
        int first = ranges.first(range);
        int count = ranges.length(range);
        List<CopiedPart> parts = copier.copyParts(copy, first, count);
        store.put(key(prefix, range), CopyDocuments.writeParts(parts));
        return copy.bytes(first, count);
    }

    /**
     * Completes the upload and reads the source again. Run again after the upload was completed, it only reads the
     * source.
     *
     * @throws StartOverException if the source has changed
     */
    public Outcome complete(String prefix, MultipartCopy copy, MissingSource missing) {
        Optional<byte[]> completed = store.get(prefix + COMPLETED);
        String targetETag;
        try {
            targetETag = completed.isPresent() ? new String(completed.get(), UTF_8) : complete(prefix, copy);
        } catch (RuntimeException e) {
            if (FailureClassifier.targetExists(e)) {
                return new Outcome.Existing(copy.bytes(0, copy.parts()));
            }
            throw e;
        }
        return copier.outcome(copy, targetETag.isEmpty() ? null : targetETag, missing)
                .orElseThrow(() -> new StartOverException("the source object changed before its copy was complete"));
    }

    private String complete(String prefix, MultipartCopy copy) {
        if (!copier.isCurrent(copy)) {
            throw new StartOverException("the source object was overwritten or deleted while it was copied");
        }
        RangePlan ranges = ranges(copy);
        List<CopiedPart> parts = new ArrayList<>();
        for (int range = 0; range < ranges.count(); range++) {
            parts.addAll(parts(prefix, range));
        }
        String eTag = copier.complete(copy, parts);
        String targetETag = eTag == null ? "" : eTag;
        store.put(prefix + COMPLETED, targetETag.getBytes(UTF_8));
        return targetETag;
    }

    /** Gives up the parts of a copy that has begun and was not completed. */
    public void abort(String prefix) {
        if (store.get(prefix + COMPLETED).isEmpty()) {
            store.get(prefix + COPY).map(CopyDocuments::read).ifPresent(copier::abort);
        }
    }

    private List<CopiedPart> parts(String prefix, int range) {
        return CopyDocuments.readParts(store.get(key(prefix, range))
                .orElseThrow(() -> new PermanentTaskException(
                        "there is no result of range " + range + ": its documents have expired or were removed")));
    }

    private RangePlan ranges(MultipartCopy copy) {
        return RangePlan.of(copy.parts(), copy.partSize(), rangeSize);
    }

    private static String key(String prefix, int range) {
        return "%sranges/%05d.json".formatted(prefix, range);
    }
}
