package org.allowput.lambda.copy;

import static org.allowput.lambda.copy.CopySamples.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.LargeCopyStep;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.contract.selection.Selection;
import org.allowput.contract.selection.SizeRange;
import org.allowput.lambda.UnusedClients;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.failure.PendingRequestException;
import org.allowput.lambda.large.CopyTasks;
import org.allowput.lambda.large.RangedCopy;
import org.allowput.lambda.large.RestartCopyException;
import org.allowput.lambda.large.ResultStore;
import org.allowput.lambda.large.TaskErrors;
import org.allowput.lambda.large.TaskRequest;
import org.allowput.lambda.s3.TargetObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** The tasks of the workflow, each with objects of its own as in a process of its own, against buckets in memory. */
@Timeout(120)
class LargeObjectTest {
    private static final ChangeEvent EVENT =
            new ChangeEvent(ChangeEvent.Kind.CREATED, "ObjectCreated:Put", "source-bucket", "key", null);
    private static final TaskRequest FIRST = attempt("first", 1);
    private static final int SIZE = 7 * CopySamples.LEAST + 5;
    private static final byte[] BYTES = CopySamples.bytes(SIZE);
    private static final CopyLimit LIMIT = CopyLimit.ofWorkflow(MIB);
    private static final CopyOptions OPTIONS = CopySamples.options(true, false, LIMIT, Selection.ALL);
    private static final CopyTasks.Settings SETTINGS = new CopyTasks.Settings(2L * CopySamples.LEAST, "target");

    private final InMemorySource source = new InMemorySource();
    private final InMemoryTarget target = new InMemoryTarget();
    private final Results results = new Results();

    @BeforeEach
    void putTheObject() {
        put("v1", BYTES, Optional.empty());
    }

    @AfterEach
    void everyStreamIsClosed() {
        assertThat(source.openStreams()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32C", "CRC64NVME"})
    void anObjectIsCopiedInRangesWithItsMetadataAndTags(Algorithm algorithm) throws InterruptedException {
        put("v1", BYTES, checksum(algorithm, BYTES));

        assertThat(plan()).contains(4);
        for (int range : new int[] {3, 0, 2, 1}) {
            assertThat(copyRange(range)).isEqualTo(range == 3 ? CopySamples.LEAST + 5 : 2L * CopySamples.LEAST);
        }
        Outcome outcome = complete();

        assertThat(outcome).satisfies(CopySamples.copied(SIZE));
        assertThat(target.content("copy")).contains(BYTES);
        TargetObject written = target.written("copy").orElseThrow();
        assertThat(written.source().metadata()).containsEntry("colour", "red");
        assertThat(written.tags()).isEqualTo(Map.of("of", "b"));
    }

    @Test
    void aRangeThatIsRetriedPutsItsPartsAgainUnderTheSameNumbers() throws InterruptedException {
        plan();
        for (int range : new int[] {0, 1, 2, 3}) {
            copyRange(range);
        }
        results.documents.remove(FIRST.prefix() + "ranges/00001.json");
        copyRange(1);
        copyRange(1);

        assertThat(complete()).satisfies(CopySamples.copied(SIZE));

        assertThat(target.requests()).contains("complete [1, 2, 3, 4, 5, 6, 7, 8] " + SIZE);
        assertThat(requests("part 3 "))
                .as("again without a result, and not with one")
                .hasSize(2);
        assertThat(target.content("copy")).contains(BYTES);
    }

    @Test
    void noUploadIsCreatedForAnObjectThatIsExcludedByItsSize() {
        Selection smaller = Selection.parse("[{\"maxBytes\": %d}]".formatted(SIZE - 1));
        CopyOptions excluding = CopySamples.options(true, false, LIMIT, smaller);

        assertThat(new LargeObjectCopier(source, target, excluding).begin("key", "copy"))
                .isEmpty();
        assertThat(target.requests()).isEmpty();
    }

    @Test
    void onlyWhatIsClearedIsBegunAndOnlyWhatIsStillClearedIsCompleted() throws InterruptedException {
        Selection tagged = Selection.parse("[{\"requiredTag\": \"of=b\"}]");
        CopyTasks tasks = tasks(CopySamples.options(false, false, LIMIT, tagged));
        SourceState state = state("v1", Optional.empty());
        TooLarge large = new TooLarge(SIZE, state.fingerprint());
        source.put(state, BYTES);

        assertThat(tasks.plan(FIRST, EVENT, large, "copy")).isEmpty();
        assertThat(target.requests()).isEmpty();

        put("v1", BYTES, Optional.empty());
        assertThat(tasks.plan(FIRST, EVENT, large, "copy")).contains(4);
        for (int range = 0; range < 4; range++) {
            tasks.copyRange(begun(FIRST), range);
        }
        source.put(state, BYTES);
        assertThatThrownBy(() -> tasks.copyRange(begun(FIRST), 0)).isInstanceOf(RestartCopyException.class);
        assertThatThrownBy(() -> tasks.complete(FIRST.prefix(), begun(FIRST))).isInstanceOf(RestartCopyException.class);
        assertThat(target.content("copy")).isEmpty();

        put("v1", BYTES, Optional.empty());
        assertThat(tasks.complete(FIRST.prefix(), begun(FIRST))).satisfies(CopySamples.copied(SIZE));
    }

    @Test
    void anOverwriteHalfwayIsNoticedByTheNextRangeAndNothingIsCompleted() throws InterruptedException {
        plan();
        copyRange(0);
        put("v2", BYTES, Optional.empty());

        assertThatThrownBy(() -> copyRange(1)).isInstanceOf(RestartCopyException.class);
        assertThatThrownBy(this::complete).isInstanceOf(RestartCopyException.class);
        assertThat(target.content("copy")).isEmpty();
    }

    @Test
    void aDeletionHalfwayIsNoticedByTheNextRangeAndNothingIsCompleted() throws InterruptedException {
        plan();
        copyRange(0);
        source.delete("key");

        assertThatThrownBy(() -> copyRange(1)).isInstanceOf(RestartCopyException.class);
        assertThatThrownBy(this::complete).isInstanceOf(RestartCopyException.class);
        assertThat(plan()).isEmpty();
        assertThat(target.content("copy")).isEmpty();
    }

    @Test
    void anOverwriteDuringTheCompletionRestartsTheCopy() throws InterruptedException {
        copyAllRanges();
        duringCompletion(() -> {
            put("v2", BYTES, Optional.empty());
        });

        assertThatThrownBy(this::complete).isInstanceOf(RestartCopyException.class);
    }

    @Test
    void aChangeOfTagsRestartsTheCopy() throws InterruptedException {
        copyAllRanges();
        source.put(
                state("v1", Optional.empty()),
                BYTES,
                Tag.builder().key("of").value("c").build());

        assertThatThrownBy(this::complete).isInstanceOf(RestartCopyException.class);
    }

    @Test
    void aDeletionDuringTheCompletionIsReportedAsUnconfirmedOrRestartsToReplicateIt() throws InterruptedException {
        copyAllRanges();
        duringCompletion(() -> {
            source.delete("key");
        });

        assertThat(complete()).isInstanceOf(Outcome.Unconfirmed.class);
        assertThatThrownBy(() -> replicatingDeletes().complete(FIRST.prefix(), begun(FIRST)))
                .isInstanceOf(RestartCopyException.class);
    }

    /** The first completion went on after its answer was lost, while another worker replicated the deletion. */
    @Test
    void anObjectThatTheTargetHasAndTheSourceHasNoMoreRestartsToReplicateItsDeletion() throws InterruptedException {
        copyAllRanges();
        duringCompletion(() -> {
            source.delete("key");
            throw CopySamples.exists();
        });

        assertThat(complete()).as("deletions are not replicated").isEqualTo(new Outcome.Existing(SIZE));
        put("v1", BYTES, Optional.empty());
        assertThatThrownBy(() -> replicatingDeletes().complete(FIRST.prefix(), begun(FIRST)))
                .isInstanceOf(RestartCopyException.class);
    }

    /** A deployment that changes largeObjects.rangeMiB. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void aCopyUnderWayKeepsItsRangesWhenTheirSettingChanges(int partsPerRange) throws InterruptedException {
        plan();
        copyRange(0);
        copyRange(2);
        CopyTasks.Settings changed = new CopyTasks.Settings((long) partsPerRange * CopySamples.LEAST, "target");
        CopyTasks tasks = new CopyTasks(new LargeObjectCopier(source, target, OPTIONS), results, changed);
        for (int range : new int[] {1, 3}) {
            tasks.copyRange(CopyTasks.copy(results, FIRST.prefix()), range);
        }

        assertThat(tasks.complete(FIRST.prefix(), CopyTasks.copy(results, FIRST.prefix())))
                .satisfies(CopySamples.copied(SIZE));
        assertThat(target.content("copy")).contains(BYTES);
    }

    @Test
    void anUploadIsNotCompletedWithPartsMissingOrTooMany() throws InterruptedException {
        copyAllRanges();
        byte[] third = Objects.requireNonNull(results.documents.get(FIRST.prefix() + "ranges/00002.json"));
        results.documents.put(FIRST.prefix() + "ranges/00001.json", third);

        assertThatThrownBy(this::complete)
                .isInstanceOf(RestartCopyException.class)
                .hasMessageContaining("part 3 of 8 is missing");
        assertThat(requests("complete")).isEmpty();
    }

    /** As a redrive of a copy that failed halfway asks for. */
    @Test
    void theNextAttemptGoesOnWithThePartsThatAreThere() throws InterruptedException {
        plan();
        copyRange(0);
        copyRange(1);
        TaskRequest second = attempt("second", 1);
        TaskRequest third = attempt("third", 1);

        assertThat(plan(second)).contains(4);
        copyRange(second, 0);
        copyRange(second, 2);
        assertThat(plan(third)).contains(4);
        for (int range = 0; range < 4; range++) {
            copyRange(third, range);
        }

        assertThat(tasks().complete(third.prefix(), begun(third))).satisfies(CopySamples.copied(SIZE));
        assertThat(requests("begin")).hasSize(1);
        assertThat(requests("part")).hasSize(8);
        assertThat(target.content("copy")).contains(BYTES);
        assertThat(plan(attempt("after it was completed", 1))).contains(4);
        assertThat(requests("begin")).hasSize(2);
    }

    @Test
    void anotherVersionAnotherRoundOrAnotherTargetBeginsAnew() throws InterruptedException {
        plan();
        copyRange(0);

        plan(attempt("first", 2));
        new CopyTasks(
                        new LargeObjectCopier(source, target, OPTIONS),
                        results,
                        new CopyTasks.Settings(SETTINGS.rangeSize(), "another key"))
                .plan(attempt("second", 1), EVENT.next(), new TooLarge(SIZE, "version"), "copy");
        plan(attempt("third", 1));
        source.put(
                state("v1", Optional.empty()),
                BYTES,
                Tag.builder().key("of").value("other tags").build());
        plan(attempt("fourth", 1));

        assertThat(requests("begin")).hasSize(5);
    }

    @Test
    void aBadDigestAtTheCompletionRestartsTheCopy() throws InterruptedException {
        copyAllRanges();
        duringCompletion(() -> {
            throw CopySamples.answer(400, "BadDigest");
        });

        assertThatThrownBy(this::complete)
                .isInstanceOf(RestartCopyException.class)
                .hasMessageContaining("BadDigest");
    }

    @Test
    void aCompletionWithoutAnAnswerMayBePending() throws InterruptedException {
        copyAllRanges();
        duringCompletion(() -> {
            throw SdkClientException.create("the connection is gone");
        });

        assertThatThrownBy(this::complete).isInstanceOf(PendingRequestException.class);
    }

    /** The workflow waits for 900 seconds then, and not for five. */
    @Test
    void aCompletionThatIsRefusedAtALaterAttemptMayBePending() throws InterruptedException {
        copyAllRanges();
        duringCompletion(() -> {
            throw S3Exception.builder().statusCode(503).numAttempts(2).build();
        });

        assertThatThrownBy(this::complete)
                .satisfies(thrown -> assertThat(TaskErrors.of(thrown)).isInstanceOf(PendingRequestException.class));
    }

    /** If its response was lost, a completed upload is not completed again: S3 would not find it. */
    @Test
    void aCompletionThatIsRetriedOnlyReadsTheSource() throws InterruptedException {
        copyAllRanges();
        complete();

        assertThat(complete()).satisfies(CopySamples.copied(SIZE));

        assertThat(requests("complete")).hasSize(1);
    }

    @Test
    void partsThatAreNotWhatTheSourceHoldsAreNotCompleted() throws InterruptedException {
        byte[] other = BYTES.clone();
        other[SIZE - 1]++;
        put("v1", BYTES, checksum(Algorithm.CRC32, other));
        copyAllRanges();

        assertThatThrownBy(this::complete).isInstanceOf(RestartCopyException.class);
        assertThat(target.content("copy")).isEmpty();
    }

    /** Those of an earlier attempt may expire just then, as its parts do. */
    @Test
    void aRangeWithoutAResultIsNotCompletedAndRestartsTheCopy() throws InterruptedException {
        plan();
        copyRange(0);

        assertThatThrownBy(this::complete)
                .isInstanceOf(RestartCopyException.class)
                .hasMessageContaining("range 1");
    }

    @Test
    void anObjectThatIsNoLongerLargeHasNoPlan() {
        source.put(state("v1", 10, Optional.empty()), new byte[10]);

        assertThat(plan()).isEmpty();
    }

    /** 48.8 TiB: all 10,000 parts, of 5 GiB each. The bytes are generated and discarded. */
    @Test
    void theLargestObjectThatS3HasIsCopiedInTenThousandParts() throws InterruptedException {
        GeneratedObject largest = new GeneratedObject("key", SizeRange.LARGEST_OBJECT);
        DiscardingTarget discarding = new DiscardingTarget();
        CopyOptions options = new CopyOptions(
                64L * MIB,
                32L * MIB,
                4,
                false,
                false,
                new ExpectedThroughput(50L * MIB, Duration.ofSeconds(890)),
                CopyLimit.ofWorkflow(5L * 1024 * MIB),
                Selection.ALL);
        CopyTasks.Settings settings = new CopyTasks.Settings(15_000L * MIB, "target");
        CopyTasks planned = new CopyTasks(new LargeObjectCopier(largest, discarding, options), results, settings);

        int ranges = planned.plan(FIRST, EVENT, new TooLarge(SizeRange.LARGEST_OBJECT, "version"), "copy")
                .orElseThrow();
        long longest = 0;
        long total = 0;
        for (int range = 0; range < ranges; range++) {
            CopyTasks tasks = new CopyTasks(new LargeObjectCopier(largest, discarding, options), results, settings);
            long bytes = tasks.copyRange(CopyTasks.copy(results, FIRST.prefix()), range);
            longest = Math.max(longest, bytes);
            total += bytes;
        }
        Outcome outcome = planned.complete(FIRST.prefix(), CopyTasks.copy(results, FIRST.prefix()));

        assertThat(ranges).isEqualTo(5000);
        assertThat(total).isEqualTo(SizeRange.LARGEST_OBJECT).isEqualTo(discarding.completed());
        assertThat(longest / options.pace().bytesPerSecond())
                .as("seconds of the longest range")
                .isLessThan(450);
        assertThat(outcome).satisfies(CopySamples.copied(SizeRange.LARGEST_OBJECT));
        assertThat(results.largest()).as("bytes of the largest document").isLessThan(8192);
    }

    private void duringCompletion(Runnable action) {
        target.duringEachRequest(request -> {
            if (request.startsWith("complete")) {
                action.run();
            }
        });
    }

    private List<String> requests(String start) {
        return target.requests().stream()
                .filter(request -> request.startsWith(start))
                .toList();
    }

    private void copyAllRanges() throws InterruptedException {
        int ranges = plan().orElseThrow();
        for (int range = 0; range < ranges; range++) {
            copyRange(range);
        }
    }

    private Optional<Integer> plan() {
        return plan(FIRST);
    }

    private Optional<Integer> plan(TaskRequest attempt) {
        return tasks().plan(attempt, EVENT.next(), new TooLarge(SIZE, "version"), "copy");
    }

    private long copyRange(int range) throws InterruptedException {
        return copyRange(FIRST, range);
    }

    private long copyRange(TaskRequest attempt, int range) throws InterruptedException {
        return tasks().copyRange(begun(attempt), range);
    }

    private Outcome complete() {
        return tasks().complete(FIRST.prefix(), begun(FIRST));
    }

    private RangedCopy begun(TaskRequest attempt) {
        return CopyTasks.copy(results, attempt.prefix());
    }

    private CopyTasks tasks() {
        return tasks(OPTIONS);
    }

    private CopyTasks replicatingDeletes() {
        return tasks(CopySamples.options(true, true, LIMIT, Selection.ALL));
    }

    private CopyTasks tasks(CopyOptions options) {
        return new CopyTasks(new LargeObjectCopier(source, target, options), results, SETTINGS);
    }

    private static TaskRequest attempt(String execution, int round) {
        return new TaskRequest(LargeCopyStep.PLAN, execution, "arn", round, 0, null, "", "", "");
    }

    private void put(String version, byte[] bytes, Optional<StoredChecksum> checksum) {
        source.put(
                state(version, checksum),
                bytes,
                Tag.builder().key("of").value("b").build());
    }

    private static SourceState state(String version, Optional<StoredChecksum> checksum) {
        return state(version, SIZE, checksum);
    }

    private static SourceState state(String version, long size, Optional<StoredChecksum> checksum) {
        return new SourceState(
                "key",
                size,
                "\"" + version + "\"",
                version,
                Instant.parse("2026-01-01T00:00:00Z"),
                Map.of("Content-Type", "text/plain"),
                Map.of("colour", "red"),
                0,
                checksum,
                "aws:kms",
                "STANDARD_IA");
    }

    private static Optional<StoredChecksum> checksum(Algorithm algorithm, byte[] bytes) {
        return Optional.of(new StoredChecksum(algorithm, InMemoryTarget.checksum(algorithm, bytes), true));
    }

    private static final class Results extends ResultStore {
        private final Map<String, byte[]> documents = new TreeMap<>();

        Results() {
            super(UnusedClients.s3(), "results", "222222222222");
        }

        int largest() {
            return documents.values().stream()
                    .mapToInt(document -> document.length)
                    .max()
                    .orElse(0);
        }

        @Override
        public void put(String key, byte[] document) {
            documents.put(key, document);
        }

        @Override
        public Optional<byte[]> get(String key) {
            return Optional.ofNullable(documents.get(key));
        }
    }
}
