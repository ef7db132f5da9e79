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
 * Copies one object in rounds: each reads the source, puts the object into the target, and reads the source again,
 * until the source has not changed in between.
 *
 * <p>If several workers copy one object, the worker that reads the source last has put the newest content, and no
 * worker ends before its own last read. So no event is acknowledged while the target is behind it. The target is never
 * read.
 */
public class ObjectCopier {
    /** How often an object is copied again because it changed meanwhile. */
    static final int ROUNDS = 5;

    private final S3Source source;
    private final S3Target target;
    private final MultipartCopier parts;
    private final TagCheck tagCheck;
    private final CopyConfirmation confirmation;
    private final CopyOptions options;
    private final ThroughputBudget budget;

    public ObjectCopier(S3Source source, S3Target target, CopyOptions options, ThroughputBudget budget) {
        this.source = source;
        this.target = target;
        this.parts = new MultipartCopier(source, target, options.partSize(), options.concurrentParts());
        this.tagCheck = new TagCheck(source, options);
        this.confirmation = new CopyConfirmation(source, options);
        this.options = options;
        this.budget = budget;
    }

    /** The strategy that also tries a PUT again whose body, a GET of the source, failed in a way that may pass. */
    public static RetryStrategy retryingSourceFailures(RetryStrategy retries) {
        return retries.toBuilder()
                .retryOnException(FailureClassifier::transientOnSource)
                .build();
    }

    /**
     * Copies the object, or deletes its copy if the source object is gone and deletions are replicated. Never throws:
     * what fails is an outcome.
     *
     * @param deadline when the copy is interrupted: an object that needs longer is not copied
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

    /** The step that one round of a copy has reached. */
    private sealed interface Step {
        /** The object was put, and the source has to be read again. */
        record Put(TargetObject object, StoredObject stored) implements Step {}

        /** The source has changed: the next round copies, or deletes, what is there now. */
        record Restart() implements Step {}

        record Ended(CopyResult result) implements Step {}

        /** @param outcome empty if the source has changed */
        static Step of(Optional<Outcome> outcome) {
            return outcome.<Step>map(Ended::new).orElseGet(Restart::new);
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
                Step step = opened.isPresent() ? copy(opened.get()) : replicateDeletion();
                if (step instanceof Step.Put(TargetObject object, StoredObject stored)) {
                    step = Step.of(confirmation.confirm(object, stored));
                }
                if (step instanceof Step.Ended(CopyResult result)) {
                    return result;
                }
            }
            return new Outcome.Failed(new Failure(
                    FailureCause.SOURCE_CHANGED,
                    "the source object changed during each of " + ROUNDS + " copies: the event is delivered again"));
        }

        /** Puts the object if it is one that is copied. */
        private Step copy(SourceObject opened) throws InterruptedException, IOException {
            SourceState state = opened.state();
            OptionalLong sentBefore = sent;
            try (opened) {
                Optional<Outcome> exclusion = exclusion(state);
                if (exclusion.isPresent()) {
                    return new Step.Ended(exclusion.get());
                }
                return switch (tagCheck.check(state)) {
                    case TagCheck.NotPermitted(Outcome outcome) -> new Step.Ended(outcome);
                    case TagCheck.Permitted(Map<String, String> tags) ->
                        putInTime(opened, new TargetObject(task.targetKey(), state, tags));
                };
            } catch (RuntimeException e) {
                if (!FailureClassifier.mayHaveArrived(e)) {
                    sent = sentBefore;
                }
                if (FailureClassifier.targetExists(e)) {
                    return Step.of(confirmation.existing(state));
                }
                if (FailureClassifier.of(e).cause() == FailureCause.SOURCE_CHANGED) {
                    return new Step.Restart();
                }
                throw e;
            }
        }

        /** Puts the object if this invocation has the time for it. */
        private Step putInTime(SourceObject opened, TargetObject object) throws InterruptedException, IOException {
            SourceState state = object.source();
            Verification verification = Verification.of(state.checksum(), state.md5());
            if (options.limit().isExceededBy(state.size(), verification.needsOnePut())) {
                return new Step.Ended(new TooLarge(state.size(), state.fingerprint()));
            }
            return switch (budget.reserve(state.size(), deadline)) {
                case ThroughputBudget.Refusal(Failure failure) -> new Step.Ended(new Outcome.Failed(failure));
                case ThroughputBudget.Reservation reservation -> {
                    try (reservation) {
                        yield new Step.Put(object, put(opened, object, verification));
                    }
                }
            };
        }

        private StoredObject put(SourceObject opened, TargetObject object, Verification verification)
                throws InterruptedException, IOException {
            long size = object.source().size();
            if (size <= options.multipartThreshold() || (verification.needsOnePut() && size <= PartPlan.LARGEST_PUT)) {
                try (PinnedRange body = PinnedRange.whole(source, opened)) {
                    sent = OptionalLong.of(size);
                    return target.put(object, verification, body);
                }
            }
            opened.bytes().close();
            return parts.run(object, verification, () -> {
                confirmation.beforeCompletion(object);
                sent = OptionalLong.of(size);
            });
        }

        /**
         * Deletes the target object if deletions are replicated. If this task has sent the object, it may be in the
         * target: its deletion may have been replicated before it arrived.
         */
        private Step replicateDeletion() {
            if (sent.isPresent() && !options.deletes()) {
                return new Step.Ended(new Outcome.Unconfirmed(sent.getAsLong()));
            }
            MissingSource missing = sent.isPresent() ? MissingSource.DELETE : task.missingSource();
            if (missing == MissingSource.DELETE || missing == MissingSource.DELETE_AND_FAIL) {
                target.delete(task.targetKey());
                if (source.head(task.sourceKey()).isPresent()) {
                    return new Step.Restart();
                }
            }
            return new Step.Ended(
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

    /** Why the object is not copied, or nothing. */
    private Optional<Outcome> exclusion(SourceState state) {
        return options.selection()
                .exclusion(state.key(), state.size())
                .<Outcome>map(Outcome.Skipped::new)
                .or(() -> unsendable(state).map(Outcome.Failed::new));
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
