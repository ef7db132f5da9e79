package org.allowput.sandbox.simulation.fault;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.ReplicatedDeletions;
import org.allowput.sandbox.simulation.Promise;
import org.allowput.sandbox.simulation.Setup;
import org.allowput.sandbox.simulation.fault.Patch.EmptyMap;
import org.allowput.sandbox.simulation.fault.Patch.EmptyOptional;
import org.allowput.sandbox.simulation.fault.Patch.Nothing;
import org.allowput.sandbox.simulation.workflow.SimulatedTemplate;

/** Faults that the product had once, or could have. */
public final class Faults {
    private Faults() {}

    public static List<SeededFault> all() {
        return Stream.of(ofThePast(), possible()).flatMap(List::stream).toList();
    }

    /** Those that were found in the product by reading. */
    static List<SeededFault> ofThePast() {
        return List.of(
                SeededFault.of(
                        "A requeue is answered by an execution that has failed",
                        Promise.EVERY_EVENT_ENDS,
                        setup -> setup.stops() && setup.drops(),
                        Patch.returning("lambda.large.Executions", "answers", true)),
                SeededFault.ofRetriers(
                        "Throttling by Lambda uses up the retries",
                        Promise.SURVIVES,
                        Faults::survivesInWorkflow,
                        retrier -> isOfLambda(retrier) ? fewer(retrier) : retrier),
                SeededFault.ofRetriers(
                        "The workflow tries for minutes, not for hours",
                        Promise.SURVIVES,
                        Faults::survivesInWorkflow,
                        retrier -> isOfLambda(retrier) ? retrier : fewer(retrier)),
                SeededFault.of(
                        "An upload is completed with parts missing",
                        Promise.NOT_TORN,
                        setup -> setup.handsOver() && setup.calm() && !setup.backfills(),
                        Patch.replacing("lambda.large.CopyTasks", "completeUpload", 0, 1),
                        Patch.returning("lambda.multipart.MultipartCopier", "compare", Nothing.NOTHING),
                        Patch.without("lambda.s3.S3Target", "complete", "mpuObjectSize")),
                SeededFault.of(
                        "A redrive begins anew",
                        Promise.REDRIVE_FINISHES,
                        setup -> setup.stops()
                                && !setup.drops()
                                && !setup.bitErrors()
                                && setup.waits().isZero(),
                        Patch.returning("lambda.large.CopyTasks", "earlier", EmptyOptional.EMPTY)),
                SeededFault.of(
                        "A task of a backfill leaves what an earlier attempt may have put",
                        Promise.DELETED,
                        setup -> setup.backfills() && setup.deletions().includeExpirations() && !setup.calm(),
                        Patch.replacingField("lambda.replication.EventDecision", "of", "DELETE_AND_FAIL", "FAIL")),
                SeededFault.of(
                        "Errors of Step Functions that pass are permanent",
                        Promise.SURVIVES,
                        Faults::survivesInWorkflow,
                        Patch.answering("lambda.failure.FailureClassifier", "onService", "String.equals", false)),
                SeededFault.of(
                        "Denials of the workflow are counted nowhere",
                        Promise.ALARM,
                        setup -> setup.handsOver() && !setup.calm(),
                        Patch.without("lambda.replication.Reporter", "taskFailed", "failed")),
                SeededFault.of(
                        "Errors of KMS that are not known are permanent",
                        Promise.SURVIVES,
                        Faults::survives,
                        Patch.answering("lambda.failure.FailureClassifier", "onService", "startsWith", false)),
                SeededFault.of(
                        "Too little memory for one copy is a permanent failure",
                        Promise.SURVIVES,
                        Faults::survives,
                        Patch.replacingField("lambda.replication.CopyExecutor", "copy", "RETRYABLE", "PERMANENT")),
                SeededFault.of(
                        "A completion without an answer is followed at once",
                        Promise.NOT_STALE,
                        setup -> setup.large() && !setup.handsOver() && !setup.deletes() && !setup.calm(),
                        Patch.returning("lambda.failure.FailureClassifier", "mayBePending", false)),
                SeededFault.of(
                        "The last attempt at a completion decides whether one had no answer",
                        Promise.NOT_STALE,
                        setup -> setup.large() && !setup.handsOver() && !setup.deletes() && !setup.calm(),
                        Patch.returning("lambda.failure.FailureClassifier", "isOfLaterAttempt", false)),
                SeededFault.of(
                        "A message is sent again after each of its deliveries",
                        Promise.COST,
                        setup -> setup.lateAnswers() == 100 && setup.longTrouble() && !setup.large(),
                        Patch.returning("lambda.retry.FailedMessageScheduler", "isSentAgain", true)),
                SeededFault.of(
                        "An object that is gone before it was copied has no metric",
                        Promise.DELETED,
                        setup -> !setup.deletes(),
                        Patch.returning("lambda.replication.Reporter", "bringsContent", false)),
                SeededFault.of(
                        "An object that is gone after it got its required tag has no metric",
                        Promise.DELETED,
                        setup -> setup.requiresTag()
                                && !setup.deletes()
                                && !setup.calm()
                                && !setup.large()
                                && !setup.scarce()
                                && !setup.tags()
                                && !setup.backfills(),
                        Patch.answering("lambda.replication.Reporter", "bringsContent", "requiresTag", false)),
                SeededFault.of(
                        "Messages wait in flight",
                        Promise.OTHERS_GO_ON,
                        Setup::scarce,
                        Patch.replacing("lambda.retry.FailedMessageScheduler", "isSentAgain", 3, 1000)),
                SeededFault.of(
                        "An event of an expired object deletes its copy where only deletions are replicated",
                        Promise.NOTHING_ELSE_DELETED,
                        Faults::keepsExpired,
                        Patch.answering("lambda.replication.EventDecision", "of", "includeExpirations", true)),
                SeededFault.of(
                        "An execution deletes the copy of an expired object that it has not put",
                        Promise.NOTHING_ELSE_DELETED,
                        setup -> keepsExpired(setup) && setup.handsOver(),
                        Patch.returning("lambda.large.CopyTasks", "hasPut", true)),
                SeededFault.of(
                        "An invocation leaves what it put itself where only deletions are replicated",
                        Promise.DELETED,
                        setup -> setup.deletions() == ReplicatedDeletions.DELETIONS,
                        Patch.answering("lambda.copy.ObjectCopier", "converge", "AtomicBoolean.get", false)),
                SeededFault.of(
                        "What the target keeps is acknowledged although its source is gone",
                        Promise.DELETED,
                        setup -> setup.writeOnce() && setup.deletions().includeExpirations() && !setup.calm(),
                        Patch.answering("lambda.copy.SourceRecheck", "existing", "deletes", false)));
    }

    /** Others. */
    static List<SeededFault> possible() {
        return List.of(
                SeededFault.of(
                        "The source is not read again after the copy",
                        Promise.NOT_STALE,
                        setup -> true,
                        Patch.returning("lambda.copy.SourceRecheck", "isUnchanged", true)),
                SeededFault.of(
                        "A range is not pinned to what the copy began with",
                        Promise.NOT_TORN,
                        setup -> setup.large() && !setup.handsOver() && !setup.versioned() && !setup.bitErrors(),
                        Patch.without("lambda.s3.S3Source", "open", "ifMatch"),
                        Patch.answering("lambda.s3.S3Source", "open", "Objects.equals", true)),
                SeededFault.of(
                        "The source is not read again after a deletion",
                        Promise.NOT_STALE,
                        Setup::deletes,
                        Patch.answering("lambda.copy.ObjectCopier", "missing", "isEmpty", true)),
                SeededFault.of(
                        "Tags are not compared after the copy",
                        Promise.NOT_STALE,
                        setup -> setup.tags() && !setup.calm() && !setup.writeOnce(),
                        Patch.answering("lambda.copy.SourceRecheck", "isUnchanged", "Map.equals", true)),
                SeededFault.of(
                        "The tags of the newest version decide, and not those of the one that is copied",
                        Promise.ONLY_CLEARED,
                        Setup::requiresTag,
                        Patch.without("lambda.s3.S3Source", "tags", "versionId")),
                SeededFault.of(
                        "Parts become an object although the tag is gone",
                        Promise.ONLY_CLEARED,
                        setup -> setup.requiresTag() && setup.large() && !setup.handsOver(),
                        Patch.returning("lambda.copy.SourceRecheck", "beforeCompletion", Nothing.NOTHING)),
                SeededFault.of(
                        "Parts of the workflow become an object although the tag is gone",
                        Promise.ONLY_CLEARED,
                        setup -> setup.requiresTag() && setup.handsOver(),
                        Patch.answering("lambda.large.CopyTasks", "completeUpload", "isUnchanged", true)),
                SeededFault.of(
                        "The event of a required tag copies nothing",
                        Promise.NOT_STALE,
                        setup -> setup.requiresTag() && !setup.tags(),
                        Patch.answering("lambda.replication.EventDecision", "of", "requiresTag", false)),
                SeededFault.of(
                        "Checksums of parts are not compared",
                        Promise.NO_CHANGED_BIT,
                        setup -> setup.large() && setup.bitErrors(),
                        Patch.returning("lambda.multipart.MultipartCopier", "compare", Nothing.NOTHING)),
                SeededFault.of(
                        "Metadata is not copied",
                        Promise.NOT_TORN,
                        setup -> true,
                        Patch.returning("lambda.s3.TargetObject", "metadata", EmptyMap.EMPTY)),
                SeededFault.of(
                        "An object that is written once is replaced: that is denied",
                        Promise.SURVIVES,
                        setup -> setup.writeOnce() && survives(setup),
                        Patch.returning("lambda.s3.TargetOptions", "ifNoneMatch", EmptyOptional.EMPTY)),
                SeededFault.of(
                        "Failed deliveries are acknowledged",
                        Promise.EVERY_EVENT_ENDS,
                        setup -> !setup.calm(),
                        Patch.returning("lambda.events.EndedDelivery", "failed", false)),
                SeededFault.of(
                        "What is given up is not sent to the dead-letter queue",
                        Promise.EVERY_EVENT_ENDS,
                        Setup::longTrouble,
                        Patch.returning("lambda.retry.RetryQueues", "sendToDeadLetters", true)),
                SeededFault.of(
                        "No failure is tried again",
                        Promise.SURVIVES,
                        Faults::survives,
                        Patch.returning("contract.FailureCause", "retryable", false)),
                SeededFault.of(
                        "Expired credentials are a permanent failure",
                        Promise.SURVIVES,
                        Faults::survives,
                        Patch.answering("lambda.failure.FailureClassifier", "onService", "Optional.isPresent", false)),
                SeededFault.of(
                        "No receipts are written",
                        Promise.COMPARISON_REPAIRS,
                        Setup::reconciles,
                        Patch.returning("lambda.replication.ReceiptWriter", "write", Nothing.NOTHING)),
                SeededFault.of(
                        "Receipts are not delivered",
                        Promise.DELIVERED_RECEIPTS,
                        setup -> setup.delivers() && setup.calm(),
                        Patch.returning("lambda.s3.S3Target", "putReceipts", Nothing.NOTHING)),
                SeededFault.of(
                        "A receipt that is not delivered is not counted",
                        Promise.DELIVERED_RECEIPTS,
                        setup -> setup.delivers() && !setup.calm() && !setup.writeOnce(),
                        Patch.without("lambda.replication.ReceiptWriter", "write", "receiptsFailed")),
                SeededFault.of(
                        "A delivered receipt is put again after a lost answer",
                        Promise.DELIVERED_RECEIPTS,
                        setup -> setup.delivers() && !setup.calm() && !setup.writeOnce(),
                        Patch.without("lambda.s3.S3Target", "putReceipts", "ifNoneMatch")),
                SeededFault.of(
                        "An object that looks like a receipt is copied",
                        Promise.DELIVERED_RECEIPTS,
                        Setup::delivers,
                        Patch.answering("contract.selection.KeyRule", "targetKey", "startsWith", false)),
                SeededFault.ofTemplate(
                        "No rule sends events of stopped executions to the dead-letter queue",
                        Promise.EVERY_EVENT_ENDS,
                        Setup::stops,
                        template -> template.withInterrupted(Map.of("source", List.of("none")))),
                SeededFault.ofTemplate(
                        "No rule removes uploads that nobody completes",
                        Promise.NO_UPLOAD_STAYS,
                        setup ->
                                setup.large() && !setup.calm() && !setup.quiet().isZero(),
                        template -> template.withLifecycle(SimulatedTemplate.TARGET, List.of())),
                SeededFault.ofTemplate(
                        "Results of copies are kept for longer than the names of executions",
                        Promise.NOT_STALE,
                        setup -> setup.handsOver() && setup.quiet().toDays() > 95,
                        template -> template.withLifecycle(SimulatedTemplate.OPERATIONS, List.of())),
                SeededFault.ofTemplate(
                        "The function may not list the source bucket",
                        Promise.SURVIVES,
                        setup -> setup.calm() && !setup.large(),
                        template -> template.without("s3:ListBucket")),
                SeededFault.ofTemplate(
                        "The function may not see how an execution has ended",
                        Promise.SURVIVES,
                        Faults::survivesInWorkflow,
                        template -> template.without("states:DescribeExecution")),
                SeededFault.ofTemplate(
                        "The role may not use the target's key",
                        Promise.SURVIVES,
                        setup -> setup.encrypts() && setup.calm(),
                        template -> template.without("kms:GenerateDataKey")),
                SeededFault.of(
                        "What S3 refuses as too fast comes back at once",
                        Promise.SURVIVES,
                        Setup::limited,
                        Patch.replacing("lambda.retry.RetrySchedule", "delay", 1000, 2_000_000_000)),
                SeededFault.of(
                        "A large object is copied again although nothing has changed",
                        Promise.COST,
                        setup -> setup.handsOver() && setup.calm() && !setup.backfills(),
                        Patch.returning("lambda.copy.SourceRecheck", "isUnchanged", false)),
                SeededFault.of(
                        "A copy whose parts have expired does not begin anew",
                        Promise.REDRIVE_FINISHES,
                        setup -> setup.stops()
                                && !setup.drops()
                                && setup.waits().toDays() == 2
                                && setup.bytesPerSecond() < 1_000_000,
                        Patch.returning("lambda.failure.FailureClassifier", "isLostUpload", false)));
    }

    private static boolean keepsExpired(Setup setup) {
        return setup.deletions() == ReplicatedDeletions.DELETIONS && setup.expirations() > 0;
    }

    private static boolean survives(Setup setup) {
        return !setup.calm() && !setup.longTrouble() && !setup.scarce() && !setup.stops();
    }

    private static boolean survivesInWorkflow(Setup setup) {
        return setup.handsOver() && survives(setup);
    }

    private static boolean isOfLambda(Map<String, Object> retrier) {
        return retrier.get("ErrorEquals") instanceof List<?> names && names.contains("Lambda.TooManyRequestsException");
    }

    /** As the product had it: 10 minutes on average. */
    private static Map<String, Object> fewer(Map<String, Object> retrier) {
        Map<String, Object> changed = new TreeMap<>(retrier);
        if (retrier.get("MaxAttempts") instanceof Number attempts && attempts.intValue() > 9) {
            changed.put("MaxAttempts", 9);
            changed.put("IntervalSeconds", 5);
            changed.put("MaxDelaySeconds", 300);
            changed.put("JitterStrategy", "FULL");
        }
        return changed;
    }
}
