package org.allowput.lambda.copy;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.allowput.contract.FailureCause;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.failure.FailureClassifier;
import org.allowput.lambda.multipart.MultipartCopier;
import org.allowput.lambda.multipart.PartPlan;
import org.allowput.lambda.s3.PinnedRange;
import org.allowput.lambda.s3.S3Source;
import org.allowput.lambda.s3.S3Source.SourceObject;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.lambda.s3.TargetObject;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * Brings one object of the target bucket to the state of its source, by looking at the source until it has not changed
 * in between.
 *
 * <p>Whichever of several workers on one object looks last has put the newest content, and none is done before: so no
 * event is acknowledged while the target is behind it. It reads the source alone.
 */
public class ObjectCopier {
    /** How often an object is copied again because it changed meanwhile. */
    static final int ROUNDS = 5;

    private final S3Source source;
    private final S3Target target;
    private final MultipartCopier parts;
    private final SourceRecheck recheck;
    private final CopyOptions options;
    private final Backlog backlog;

    public ObjectCopier(S3Source source, S3Target target, CopyOptions options, Backlog backlog) {
        this.source = source;
        this.target = target;
        this.parts = new MultipartCopier(source, target, options.partSize(), options.concurrentParts());
        this.recheck = new SourceRecheck(source, options);
        this.options = options;
        this.backlog = backlog;
    }

    /** The strategy that also tries a PUT again whose body, a GET of the source, failed in a way that may pass. */
    public static RetryStrategy retryingSourceFailures(RetryStrategy retries) {
        return retries.toBuilder()
                .retryOnException(FailureClassifier::transientOnSource)
                .build();
    }

    /**
     * Never throws: what fails is an outcome.
     *
     * @param deadline when it will be interrupted: an object that needs longer is not begun
     */
    public CopyResult replicate(CopyTask task, Deadline deadline) {
        return replicate(task, OptionalLong.empty(), deadline);
    }

    /**
     * The same after an earlier attempt that has sent the object to the target, and of which it is not known whether it
     * arrived.
     *
     * @param sent the size in bytes of what was sent
     */
    public CopyResult replicate(CopyTask task, OptionalLong sent, Deadline deadline) {
        try {
            return new Rounds(task, sent, deadline).run();
        } catch (InterruptedException | IOException | RuntimeException e) {
            return new Outcome.Failed(FailureClassifier.of(e));
        }
    }

    /** The rounds of one task, and what they have sent. */
    private final class Rounds {
        private final CopyTask task;
        private final Deadline deadline;
        /**
         * The size of the object that was sent last and may be in the target: it is if the answer says so, and it may
         * be if no answer has arrived.
         */
        private OptionalLong sent;

        Rounds(CopyTask task, OptionalLong sent, Deadline deadline) {
            this.task = task;
            this.sent = sent;
            this.deadline = deadline;
        }

        CopyResult run() throws InterruptedException, IOException {
            for (int round = 0; round < ROUNDS; round++) {
                Optional<SourceObject> opened = source.open(task.sourceKey());
                Optional<? extends CopyResult> done = opened.isPresent() ? copy(opened.get()) : missing();
                if (done.isPresent()) {
                    return done.get();
                }
            }
            return new Outcome.Failed(new Failure(
                    FailureCause.SOURCE_CHANGED,
                    "the source object changed during each of " + ROUNDS + " copies: handed back"));
        }

        private Optional<? extends CopyResult> copy(SourceObject opened) throws InterruptedException, IOException {
            SourceState state = opened.state();
            OptionalLong before = sent;
            TargetObject object;
            StoredObject stored;
            try (opened) {
                Optional<CopyResult> exclusion = exclusion(state);
                if (exclusion.isPresent()) {
                    return exclusion;
                }
                Map<String, String> tags = recheck.tags(state);
                Optional<Outcome> uncleared = recheck.refusal(state, tags);
                if (uncleared.isPresent()) {
                    return uncleared;
                }
                Optional<CopyResult> refusal = refusal(state, deadline);
                if (refusal.isPresent()) {
                    return refusal;
                }
                try {
                    object = recheck.target(task.targetKey(), state, tags);
                    stored = put(opened, object);
                } finally {
                    backlog.end(state.size());
                }
            } catch (RuntimeException e) {
                if (!FailureClassifier.mayHaveArrived(e)) {
                    sent = before;
                }
                if (FailureClassifier.targetExists(e)) {
                    return recheck.existing(state);
                }
                if (FailureClassifier.of(e).cause() == FailureCause.SOURCE_CHANGED) {
                    return Optional.empty();
                }
                throw e;
            }
            return recheck.outcome(object, stored);
        }

        private StoredObject put(SourceObject opened, TargetObject object) throws InterruptedException, IOException {
            Verification verification = verification(opened.state());
            long size = opened.state().size();
            if (size <= options.multipartThreshold() || (verification.needsOnePut() && size <= PartPlan.LARGEST_PUT)) {
                try (PinnedRange body = PinnedRange.whole(source, opened)) {
                    sent = OptionalLong.of(size);
                    return target.put(object, verification, body);
                }
            } else {
                opened.bytes().close();
                return parts.run(object, verification, () -> {
                    recheck.beforeCompletion(object);
                    sent = OptionalLong.of(size);
                });
            }
        }

        /**
         * If this task has sent the object, it may be in the target: its deletion may have been replicated before it
         * arrived.
         */
        private Optional<? extends CopyResult> missing() {
            if (sent.isPresent() && !options.deletes()) {
                return Optional.of(new Outcome.Unconfirmed(sent.getAsLong()));
            }
            MissingSource missing = sent.isPresent() ? MissingSource.DELETE : task.missingSource();
            if (missing == MissingSource.DELETE || missing == MissingSource.DELETE_AND_FAIL) {
                target.delete(task.targetKey());
                if (!source.head(task.sourceKey()).isEmpty()) {
                    return Optional.empty();
                }
            }
            return Optional.of(
                    switch (missing) {
                        case SKIP -> new Outcome.Gone();
                        case DELETE -> new Outcome.Deleted();
                        case FAIL, DELETE_AND_FAIL ->
                            new Outcome.Failed(new Failure(
                                    FailureCause.PERMANENT,
                                    "the source bucket has no object with this key: check the job's manifest, or leave"
                                            + " it if the object was deleted after the manifest was made"));
                    });
        }
    }

    /** Why the object is not copied at all, or nothing. */
    private Optional<CopyResult> exclusion(SourceState state) {
        Optional<String> exclusion = options.selection().exclusion(state.key(), state.size());
        if (exclusion.isPresent()) {
            return Optional.of(new Outcome.Skipped(exclusion.get()));
        }
        return recheck.unversioned(state).or(() -> unsendable(state)).map(Outcome.Failed::new);
    }

    /** Why the object is not copied here and now, or nothing: then it counts as under way. */
    private Optional<CopyResult> refusal(SourceState state, Deadline deadline) {
        if (options.limit().isExceededBy(state.size(), verification(state).needsOnePut())) {
            return Optional.of(new TooLarge(state.size(), state.fingerprint()));
        }
        return backlog.start(state.size(), deadline).map(Outcome.Failed::new);
    }

    private static Verification verification(SourceState state) {
        return Verification.of(state.checksum(), state.md5());
    }

    /**
     * S3 signs the bytes of a header, and the SDK the characters that it reads them as: S3 would answer 403
     * SignatureDoesNotMatch, at every attempt.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
     *     a signed AWS API request</a>
     */
    private static Optional<Failure> unsendable(SourceState state) {
        return state.headerBeyondAscii()
                .map(name -> new Failure(
                        FailureCause.PERMANENT,
                        "the source object's " + name
                                + " holds other characters than printable ASCII, which a signed request cannot"
                                + " carry: encode them (in Content-Disposition as filename*=UTF-8''NAME)"));
    }
}
