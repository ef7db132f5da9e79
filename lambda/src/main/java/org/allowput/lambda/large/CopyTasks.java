package org.allowput.lambda.large;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.large.CopyPlan;
import org.allowput.contract.large.ExecutionName;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.copy.LargeObjectCopier;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.large.RangedCopy.RangePlan;
import org.allowput.lambda.multipart.CopyDocuments;
import org.allowput.lambda.multipart.MultipartCopy;
import org.allowput.lambda.multipart.MultipartCopy.CopiedPart;
import org.allowput.lambda.s3.StoredObject;

/**
 * The tasks that copy one object in ranges. Each stores what it has done under the keys of its execution and round, and
 * can be run again.
 */
public final class CopyTasks {
    private static final String COPY = "copy.json";
    private static final String COMPLETED = "completed.json";
    /** Exists once a completion was sent; says whether the object may be in the target. */
    private static final String SENT = "sent.txt";
    /** Of the first attempt at a version: the keys of the attempt that began last. */
    private static final String LATEST = "latest.txt";

    private static final String CHANGED = "the source object was overwritten, deleted or tagged while it was copied";

    /**
     * What the deployment tells the tasks.
     *
     * @param rangeSize what one invocation copies, in bytes; a part may be larger
     * @param target where to and with which options an upload is created: a copy that began with others is restarted
     */
    public record Settings(long rangeSize, String target) {}

    /** The result of a range. */
    private record CopiedParts(List<CopiedPart> parts) {}

    private final LargeObjectCopier copier;
    private final ResultStore store;
    private final Settings settings;

    public CopyTasks(LargeObjectCopier copier, ResultStore store, Settings settings) {
        this.copier = copier;
        this.store = store;
        this.settings = settings;
    }

    /**
     * Creates the upload, or goes on with that of an earlier attempt at the same version, whose parts are still there.
     * Returns how many ranges there are, or nothing if the object is gone or no longer large.
     *
     * @param request the first round of an attempt goes on with the upload, the others restart it
     * @param object as it was seen before
     */
    public Optional<Integer> plan(TaskRequest request, ChangeEvent event, TooLarge object, String targetKey) {
        String latest = CopyPlan.documents(ExecutionName.of(event.first(), object.version())) + LATEST;
        Optional<RangedCopy> begun = (request.round() == 1 ? earlier(latest, targetKey) : Optional.<RangedCopy>empty())
                .or(() -> copier.begin(event.key(), targetKey).map(copy -> begun(copy, request.prefix())));
        begun.ifPresent(copy -> {
            store.put(request.prefix() + COPY, CopyDocuments.write(copy));
            store.put(request.plan(), copy.plan(event.key()).write());
            store.put(latest, request.prefix().getBytes(UTF_8));
        });
        return begun.map(copy -> copy.ranges().count());
    }

    private RangedCopy begun(MultipartCopy copy, String prefix) {
        RangePlan ranges = RangePlan.of(copy.plan().count(), copy.plan().partSize(), settings.rangeSize());
        return new RangedCopy(copy, ranges, prefix, settings.target());
    }

    /** If the upload has expired meanwhile, its next part is refused, and the copy is restarted. */
    private Optional<RangedCopy> earlier(String latest, String targetKey) {
        return store.get(latest)
                .map(prefix -> new String(prefix, UTF_8))
                .filter(prefix -> store.get(prefix + COMPLETED).isEmpty())
                .flatMap(prefix ->
                        store.get(prefix + COPY).map(document -> CopyDocuments.read(document, RangedCopy.class)))
                .filter(begun -> begun.target().equals(settings.target())
                        && begun.copy().object().key().equals(targetKey)
                        && copier.confirmation().isUnchanged(begun.copy().object()));
    }

    /**
     * The size in bytes of the object that an earlier round of this execution has sent to the target last, if it may be
     * there.
     */
    public OptionalLong sent(TaskRequest request) {
        return IntStream.iterate(request.round() - 1, round -> round > 0, round -> round - 1)
                .mapToObj(request::prefix)
                .filter(this::mayHaveArrived)
                .mapToLong(
                        prefix -> copy(store, prefix).copy().object().source().size())
                .findFirst();
    }

    private boolean mayHaveArrived(String prefix) {
        return store.get(prefix + SENT)
                .filter(document -> Boolean.parseBoolean(new String(document, UTF_8)))
                .isPresent();
    }

    private void putSent(String prefix, boolean mayHaveArrived) {
        store.put(prefix + SENT, Boolean.toString(mayHaveArrived).getBytes(UTF_8));
    }

    public static RangedCopy copy(ResultStore store, String prefix) {
        byte[] document = store.get(prefix + COPY)
                .orElseThrow(() -> new PermanentTaskException(
                        "there is no " + prefix + COPY + ": the copy has not begun, or the results have expired"));
        return CopyDocuments.read(document, RangedCopy.class);
    }

    /**
     * Puts the parts of one range and stores their entity tags and checksums, unless that was done before. Returns the
     * bytes that it has put.
     *
     * @throws RestartCopyException if the source has changed, so that no further range is copied for nothing
     */
    public long copyRange(RangedCopy begun, int range) throws InterruptedException {
        MultipartCopy copy = begun.copy();
        if (!copier.confirmation().isUnchanged(copy.object())) {
            throw new RestartCopyException(CHANGED);
        }
        String result = key(begun, range);
        if (store.get(result).isPresent()) {
            return 0;
        }
        int first = begun.ranges().first(range);
        int count = begun.ranges().length(range);
        store.put(result, CopyDocuments.write(new CopiedParts(copier.parts().copyParts(copy, first, count))));
        return copy.bytes(first, count);
    }

    /**
     * Completes the upload and reads the source again. Run again after the upload was completed, it only reads the
     * source.
     *
     * @throws RestartCopyException if the source has changed, or what has arrived is not what it holds, or results of
     *     an earlier attempt, and so its parts, have expired meanwhile
     */
    public Outcome complete(String prefix, RangedCopy begun) {
        MultipartCopy copy = begun.copy();
        Optional<byte[]> completed = store.get(prefix + COMPLETED);
        StoredObject stored;
        try {
            stored = completed.isPresent()
                    ? CopyDocuments.read(completed.get(), StoredObject.class)
                    : completeUpload(prefix, begun);
        } catch (RuntimeException e) {
            if (FailureClassifier.targetExists(e)) {
                return copier.confirmation()
                        .existing(copy.object().source())
                        .orElseThrow(
                                () -> new RestartCopyException("the source object was deleted while it was copied"));
            }
            if (FailureClassifier.isCorrupted(e)) {
                throw new RestartCopyException(FailureClassifier.of(e).reason());
            }
            throw e;
        }
        return copier.confirmation()
                .confirm(copy.object(), stored)
                .orElseThrow(() -> new RestartCopyException("the source object changed before its copy was complete"));
    }

    private StoredObject completeUpload(String prefix, RangedCopy begun) {
        List<CopiedPart> parts = new ArrayList<>();
        for (int range = 0; range < begun.ranges().count(); range++) {
            parts.addAll(parts(begun, range));
        }
        boolean sentBefore = mayHaveArrived(prefix);
        StoredObject stored;
        try {
            stored = copier.parts().complete(begun.copy(), parts, () -> {
                // As late as possible: what is complete is visible.
                if (!copier.confirmation().isUnchanged(begun.copy().object())) {
                    throw new RestartCopyException(CHANGED);
                }
                putSent(prefix, true);
            });
        } catch (RuntimeException e) {
            if (!sentBefore && !FailureClassifier.mayHaveArrived(e)) {
                putSent(prefix, false);
            }
            throw e;
        }
        store.put(prefix + COMPLETED, CopyDocuments.write(stored));
        return stored;
    }

    private List<CopiedPart> parts(RangedCopy begun, int range) {
        byte[] document = store.get(key(begun, range))
                .orElseThrow(() -> new RestartCopyException(
                        "there is no result of range " + range + ": its documents have expired or were removed"));
        return CopyDocuments.read(document, CopiedParts.class).parts();
    }

    private static String key(RangedCopy begun, int range) {
        return CopyPlan.rangeResult(begun.results(), range);
    }
}
