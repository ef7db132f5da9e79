package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.allowput.contract.FailureCause;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.allowput.lambda.copy.CopyOptions.ExpectedThroughput;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.copy.CopyTask.MissingSource;
import org.allowput.lambda.failure.SourceException;
import org.allowput.lambda.multipart.PartPlan;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowingConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.Tag;

/** Which requests replicate one object, and with which outcome. */
class ObjectCopierTest {
    private static final String KEY = "key";
    private static final String TO = "copies/key";
    private static final int THRESHOLD = CopySamples.LEAST;
    private static final Deadline FAR = () -> Duration.ofDays(365);
    private static final ExpectedThroughput PACE = new ExpectedThroughput(100 * PartPlan.MIB, Duration.ofDays(1));
    private static final String MD5 = "\"d41d8cd98f00b204e9800998ecf8427e\"";
    private static final Instant MODIFIED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Tag RED = Tag.builder().key("colour").value("red").build();
    private static final Tag BLUE = Tag.builder().key("colour").value("blue").build();

    private static final Selection RED_ONLY = Selection.parse("[{\"requiredTag\": \"colour=red\"}]");

    private final InMemorySource source = new InMemorySource();
    private final InMemoryTarget target = new InMemoryTarget();
    private boolean tags;
    private boolean deletes;
    private Selection selection = Selection.ALL;

    @AfterEach
    void everyStreamIsClosed() {
        assertThat(source.openStreams()).isZero();
    }

    @Test
    void anObjectOfTheThresholdIsPutInOneRequest() {
        source.put(state(THRESHOLD, "\"1\""), CopySamples.bytes(THRESHOLD));

        assertThat(replicate()).satisfies(CopySamples.copied(THRESHOLD));

        assertThat(target.requests()).containsExactly("PUT " + TO + " " + THRESHOLD + " Computed");
        assertThat(source.requests()).containsExactly("GET key", "HEAD key");
        assertThat(target.content(TO)).contains(CopySamples.bytes(THRESHOLD));
    }

    @Test
    void anObjectOfOneByteMoreThanTheThresholdIsPutInParts() {
        int size = THRESHOLD + 1;
        source.put(state(size, "\"1\""), CopySamples.bytes(size));
        AtomicInteger openStreams = new AtomicInteger(-1);
        target.duringEachRequest(request -> {
            if (request.startsWith("begin")) {
                openStreams.set(source.openStreams());
            }
        });

        assertThat(replicate())
                .satisfies(CopySamples.copied(size))
                .asInstanceOf(InstanceOfAssertFactories.type(Outcome.Copied.class))
                .extracting(copied -> copied.version().targetETag())
                .isEqualTo("copy");

        assertThat(target.requests())
                .startsWith("begin " + TO + " CRC32")
                .endsWith("complete [1, 2] " + size)
                .containsExactlyInAnyOrder(
                        "begin " + TO + " CRC32", "part 1 " + THRESHOLD, "part 2 1", "complete [1, 2] " + size);
        assertThat(target.content(TO)).contains(CopySamples.bytes(size));
        assertThat(openStreams)
                .as("streams of the whole object, which the parts do not use")
                .hasValue(0);
    }

    @Test
    void theObjectThatIsReadIsSkippedForItsSizeAndNotTheOneOfTheEvent() {
        selection = Selection.parse("[{\"minBytes\": 2, \"maxBytes\": 3}]");
        for (int size : new int[] {1, 4}) {
            source.put(state(size, "\"" + size + "\""), CopySamples.bytes(size));

            assertThat(replicate())
                    .asInstanceOf(InstanceOfAssertFactories.type(Outcome.Skipped.class))
                    .extracting(Outcome.Skipped::reason)
                    .asString()
                    .contains(
                            size == 1 ? "1 bytes, less than keys.minBytes, 2" : "4 bytes, more than keys.maxBytes, 3");
        }
        assertThat(target.requests()).isEmpty();

        source.put(state(3, "\"3\""), CopySamples.bytes(3));
        assertThat(replicate()).satisfies(CopySamples.copied(3));
    }

    @Test
    void anObjectThatIsOverwrittenByAnExcludedOneWhileItIsCopiedEndsAsSkipped() {
        selection = Selection.parse("[{\"maxBytes\": 3}]");
        source.put(state(3, "\"3\""), CopySamples.bytes(3));
        target.duringEachRequest(request -> source.put(state(4, "\"4\""), CopySamples.bytes(4)));

        assertThat(replicate()).isInstanceOf(Outcome.Skipped.class);
    }

    @Test
    void aDeletionIsReplicatedWhateverTheSize() {
        selection = Selection.parse("[{\"minBytes\": 1}]");
        deletes = true;

        assertThat(replicate()).isEqualTo(new Outcome.Deleted());
    }

    @Test
    void anObjectWhoseEntityTagIsItsMd5IsPutInOneRequestUpTo5Gibibytes() {
        target.withoutBodies();
        source.put(state(PartPlan.LARGEST_PUT, MD5), new byte[0]);

        assertThat(replicate()).satisfies(CopySamples.copied(PartPlan.LARGEST_PUT));

        assertThat(target.requests()).containsExactly("PUT " + TO + " " + PartPlan.LARGEST_PUT + " ContentMd5");
    }

    @Test
    void anObjectOfMoreThan5GibibytesIsPutInPartsWhateverItsEntityTag() {
        target.withoutBodies();
        source.put(state(PartPlan.LARGEST_PUT + 1, MD5), new byte[0]);

        assertThat(replicate()).satisfies(CopySamples.copied(PartPlan.LARGEST_PUT + 1));

        assertThat(target.requests()).startsWith("begin " + TO + " CRC32").hasSize(1 + 1025 + 1);
    }

    @Test
    void aChecksumThatCannotBeCombinedNeedsOnePut() {
        target.withoutBodies();
        source.put(state(THRESHOLD + 1, "\"1-2\"", new StoredChecksum(Algorithm.SHA256, "c2hh", true)), new byte[0]);

        replicate();

        assertThat(target.requests()).containsExactly("PUT " + TO + " " + (THRESHOLD + 1) + " WithStoredChecksum");
    }

    @Test
    void aChecksumThatCanBeCombinedIsKeptByParts() {
        byte[] bytes = CopySamples.bytes(THRESHOLD + 1);
        String checksum = InMemoryTarget.checksum(Algorithm.CRC32C, bytes);
        source.put(state(bytes.length, "\"1-2\"", new StoredChecksum(Algorithm.CRC32C, checksum, true)), bytes);

        assertThat(replicate()).satisfies(CopySamples.copied(bytes.length));

        assertThat(target.requests()).startsWith("begin " + TO + " CRC32C");
    }

    @Test
    void theOutcomeNamesBothVersions() {
        SourceState state =
                new SourceState(KEY, 3, "\"1\"", "v1", MODIFIED, Map.of(), Map.of(), 2, Optional.empty(), null, null);
        source.put(state, new byte[3]);

        assertThat(replicate())
                .isEqualTo(new Outcome.Copied(
                        2, new Receipt.Version("1", "v1", MODIFIED, 3, "copy", "v7", Optional.empty())));
    }

    @Test
    void anObjectThatChangesDuringEachCopyButTheLastIsCopiedInItsLastVersion() {
        int changes = ObjectCopier.ROUNDS - 1;
        changeAfterEachOf(changes);

        assertThat(replicate())
                .isInstanceOfSatisfying(
                        Outcome.Copied.class,
                        copied -> assertThat(copied.version().eTag()).isEqualTo(Integer.toString(changes)));

        assertThat(target.requests()).hasSize(ObjectCopier.ROUNDS);
        assertThat(target.content(TO)).contains(new byte[] {(byte) changes});
    }

    @Test
    void theEventOfAnObjectThatChangesDuringEachCopyReturnsToTheQueue() {
        changeAfterEachOf(Integer.MAX_VALUE);

        assertThat(replicate())
                .satisfies(failed(
                        FailureCause.SOURCE_CHANGED,
                        "changed during each of " + ObjectCopier.ROUNDS + " copies: the event is delivered again"));

        assertThat(target.requests()).hasSize(ObjectCopier.ROUNDS);
    }

    @ParameterizedTest
    @CsvSource({"404", "412"})
    void anObjectThatChangesBetweenItsPartsIsCopiedAgain(int status) {
        source.put(state(THRESHOLD + 1, "\"1\""), CopySamples.bytes(THRESHOLD + 1));
        source.beforeEachRequest(request -> {
            if (request.contains("+")) {
                source.beforeEachRequest(later -> {});
                throw InMemorySource.answer(status);
            }
        });

        assertThat(replicate()).satisfies(CopySamples.copied(THRESHOLD + 1));

        assertThat(target.requests())
                .filteredOn(request -> request.startsWith("begin"))
                .hasSize(2);
    }

    @Test
    void aFailedReadIsAnOutcomeAndNotTriedAgain() {
        source.put(state(3, "\"1\""), new byte[3]);
        source.beforeEachRequest(request -> {
            throw InMemorySource.answer(503);
        });

        assertThat(replicate()).satisfies(failed(FailureCause.THROTTLED, "source bucket answered 503"));

        assertThat(source.requests()).containsExactly("GET key");
    }

    @Test
    void aFailedPutIsAnOutcomeAndNotTriedAgain() {
        source.put(state(3, "\"1\""), new byte[3]);
        target.duringEachRequest(request -> {
            throw new IllegalStateException("refused");
        });

        assertThat(replicate()).isInstanceOf(Outcome.Failed.class);

        assertThat(target.requests()).hasSize(1);
    }

    @Test
    void tagsAreReadOnlyByOptIn() {
        source.put(state(3, "\"1\""), new byte[3], RED);

        replicate();

        assertThat(source.requests()).containsExactly("GET key", "HEAD key");
        assertThat(target.written(TO))
                .hasValueSatisfying(object -> assertThat(object.tags()).isEmpty());
    }

    @Test
    void tagsAreReplicatedByOptInAndReadAgainAfterTheCopy() {
        tags = true;
        source.put(
                state(3, "\"1\""),
                new byte[3],
                RED,
                Tag.builder().key("b").value("2").build());

        assertThat(replicate()).satisfies(CopySamples.copied(3));

        assertThat(source.requests()).containsExactly("GET key", "GET tags key", "HEAD key", "GET tags key");
        assertThat(target.written(TO))
                .hasValueSatisfying(object -> assertThat(object.tags()).hasSize(2));
    }

    @ParameterizedTest
    @CsvSource({"404, 2", "503, 1"})
    void onlyAChangeIsCopiedAgainIfTagsCannotBeReadAfterTheCopy(int status, int puts) {
        tags = true;
        source.put(state(3, "\"1\""), new byte[3], RED);
        source.beforeEachRequest(request -> {
            if (request.startsWith("HEAD")) {
                source.beforeEachRequest(later -> {
                    source.beforeEachRequest(last -> {});
                    throw InMemorySource.answer(status);
                });
            }
        });

        CopyResult outcome = replicate();

        assertThat(target.requests()).hasSize(puts);
        assertThat(outcome).isInstanceOf(puts == 2 ? Outcome.Copied.class : Outcome.Failed.class);
    }

    @Test
    void anObjectIsCopiedOnlyWithTheRequiredTagWhichIsReadOfItsVersionBeforeThePut() {
        selection = RED_ONLY;
        source.put(versioned("v1"), new byte[3]);
        assertThat(replicate()).isEqualTo(new Outcome.Waiting("the object does not have the tag colour yet"));
        source.put(versioned("v1"), new byte[3], BLUE);
        assertThat(replicate()).isEqualTo(new Outcome.Refused("the object's tag colour is 'blue'; required is 'red'"));
        assertThat(target.requests()).isEmpty();
        assertThat(source.requests()).containsExactly("GET key", "GET tags key", "GET key", "GET tags key");

        source.put(versioned("v1"), new byte[3], RED);
        assertThat(replicate()).satisfies(CopySamples.copied(3));
        assertThat(target.written(TO))
                .hasValueSatisfying(object -> assertThat(object.tags()).isEmpty());
    }

    /** Two uploads in parts may have entity tag, rules and second in common: their initiation is Last-Modified. */
    @ParameterizedTest
    @CsvSource({"'', no version id", "null, the version id null"})
    void anObjectWhoseVersionCanChangeIsNotClearedByItsTag(String version, String seen) {
        selection = RED_ONLY;
        source.put(versioned(version.isEmpty() ? null : version), new byte[3], RED);

        assertThat(replicate())
                .satisfies(failed(
                        FailureCause.PERMANENT,
                        "the source object has " + seen + ", so that its tag may be of other bytes:"
                                + " source.requiredTag needs versioning of the source bucket"));

        assertThat(target.requests()).isEmpty();
        assertThat(source.requests()).containsExactly("GET key");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void partsDoNotBecomeAnObjectIfTheTagIsGoneByThen(boolean refused) {
        selection = RED_ONLY;
        SourceState state = CopySamples.state(KEY, THRESHOLD + 1, "\"1\"", "v1");
        source.put(state, CopySamples.bytes(THRESHOLD + 1), RED);
        target.duringEachRequest(request -> {
            if (request.startsWith("part 2")) {
                source.put(state, CopySamples.bytes(THRESHOLD + 1), refused ? new Tag[] {BLUE} : new Tag[0]);
            }
        });

        assertThat(replicate()).isInstanceOf(refused ? Outcome.Refused.class : Outcome.Waiting.class);

        assertThat(target.requests()).noneMatch(request -> request.startsWith("complete"));
        assertThat(target.content(TO)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"403, ACCESS_DENIED", "500, RETRYABLE", "503, THROTTLED"})
    void nothingIsCopiedIfTheTagsCannotBeRead(int status, FailureCause cause) {
        selection = RED_ONLY;
        source.put(versioned("v1"), new byte[3], RED);
        source.beforeEachRequest(request -> {
            if (request.startsWith("GET tags")) {
                throw InMemorySource.answer(status);
            }
        });

        assertThat(replicate()).satisfies(failed(cause, "source bucket answered " + status));

        assertThat(target.requests()).isEmpty();
    }

    @Test
    void aLargeObjectWithoutTheRequiredTagStartsNoWorkflow() {
        selection = RED_ONLY;
        source.put(versioned("v1"), new byte[3]);
        CopyOptions options = new CopyOptions(THRESHOLD, THRESHOLD, 2, tags, deletes, PACE, CopyLimit.of(2), selection);
        ObjectCopier copier = new ObjectCopier(source, target, options, new ThroughputBudget(PACE, () -> 0));

        assertThat(replicate(copier, FAR)).isInstanceOf(Outcome.Waiting.class);
        source.put(versioned("v1"), new byte[3], RED);
        assertThat(replicate(copier, FAR)).isInstanceOf(TooLarge.class);
    }

    @Test
    void aMissingObjectIsReportedByDefault() {
        assertThat(replicate()).isEqualTo(new Outcome.Gone());

        assertThat(target.requests()).isEmpty();
    }

    @Test
    void aMissingObjectIsDeletedByOptIn() {
        deletes = true;

        assertThat(replicate()).isEqualTo(new Outcome.Deleted());

        assertThat(target.requests()).containsExactly("DELETE " + TO);
        assertThat(source.requests()).containsExactly("GET key", "HEAD key");
    }

    @Test
    void aMissingObjectOfAJobFails() {
        assertThat(copier().replicate(new CopyTask(KEY, TO, MissingSource.FAIL), FAR))
                .satisfies(failed(FailureCause.PERMANENT, "no object with this key"));

        assertThat(target.requests()).isEmpty();
    }

    @Test
    void aMissingObjectOfAJobIsDeletedWhereDeletionsAreReplicatedUnlessItIsThereAgain() {
        CopyTask task = new CopyTask(KEY, TO, MissingSource.DELETE_AND_FAIL);
        deletes = true;
        assertThat(copier().replicate(task, FAR)).satisfies(failed(FailureCause.PERMANENT, "no object with this key"));
        assertThat(target.requests()).containsExactly("DELETE " + TO);

        target.duringEachRequest(request -> source.put(state(3, "\"1\""), new byte[3]));
        assertThat(copier().replicate(task, FAR)).satisfies(CopySamples.copied(3));
    }

    @Test
    void anObjectThatIsDeletedDuringTheCopyIsUnconfirmed() {
        source.put(state(3, "\"1\""), new byte[3]);
        target.duringEachRequest(request -> source.delete(KEY));

        assertThat(replicate()).isEqualTo(new Outcome.Unconfirmed(3));
    }

    /** Where only deletions are replicated, it may have expired: the target keeps what an earlier event has copied. */
    @Test
    void anEventThatFindsNoSourceDeletesNothingThatItDidNotPut() {
        deletes = true;

        assertThat(replicateSkippingMissing()).isEqualTo(new Outcome.Gone());

        assertThat(target.requests()).isEmpty();
    }

    @Test
    void anEventWhoseSourceIsGoneBeforeItIsPutDeletesNothing() {
        deletes = true;
        source.put(state(3, "\"1\""), new byte[3]);
        target.duringEachRequest(request -> {
            source.delete(KEY);
            throw InMemorySource.answer(412);
        });

        assertThat(replicateSkippingMissing()).isEqualTo(new Outcome.Gone());

        assertThat(target.requests()).noneMatch(request -> request.startsWith("DELETE"));
    }

    @Test
    void anEventDeletesWhatItPutItselfIfTheSourceIsGoneThen() {
        deletes = true;
        source.put(state(3, "\"1\""), new byte[3]);
        target.duringEachRequest(request -> source.delete(KEY));

        assertThat(replicateSkippingMissing()).isEqualTo(new Outcome.Deleted());

        assertThat(target.content(TO)).isEmpty();
    }

    /** The SDK has tried the PUT again, and the first attempt may have arrived. */
    @ParameterizedTest
    @CsvSource({"412, true", "412, false", "404, true", "404, false"})
    void whatMayHaveArrivedBeforeTheSourceWasDeletedIsDeletedOrUnconfirmed(int status, boolean deletions) {
        deletes = deletions;
        source.put(state(3, "\"1\""), new byte[3]);
        target.duringEachRequest(request -> {
            if (request.startsWith("PUT")) {
                source.delete(KEY);
                throw CopySamples.afterAnotherAttempt(InMemorySource.answer(status));
            }
        });

        assertThat(replicateSkippingMissing())
                .isEqualTo(deletions ? new Outcome.Deleted() : new Outcome.Unconfirmed(3));

        assertThat(target.requests()).hasSize(deletions ? 2 : 1);
    }

    @Test
    void whatWasPutAndThenOverwrittenAndDeletedInTheSourceIsUnconfirmed() {
        source.put(state(3, "\"1\""), new byte[3]);
        target.duringEachRequest(request -> source.put(state(4, "\"2\""), new byte[4]));
        source.beforeEachRequest(request -> {
            if (request.startsWith("GET") && !target.requests().isEmpty()) {
                source.delete(KEY);
            }
        });

        assertThat(replicateSkippingMissing()).isEqualTo(new Outcome.Unconfirmed(3));
    }

    /** The first attempt has arrived, and the second finds it. */
    @Test
    void anObjectThatIsWrittenOnceAndRefusedBecauseOfItsOwnFirstAttemptIsDeletedWithItsSource() {
        deletes = true;
        source.put(state(3, "\"1\""), new byte[3]);
        target.duringEachRequest(request -> {
            if (request.startsWith("PUT")) {
                source.delete(KEY);
                throw CopySamples.exists(2);
            }
        });

        assertThat(replicateSkippingMissing()).isEqualTo(new Outcome.Deleted());
    }

    @Test
    void anObjectThatIsWrittenOnceAndRefusedAtTheFirstAttemptIsNotDeletedWithItsSource() {
        deletes = true;
        source.put(state(3, "\"1\""), new byte[3]);
        target.duringEachRequest(request -> {
            source.delete(KEY);
            throw CopySamples.exists(1);
        });

        assertThat(replicateSkippingMissing()).isEqualTo(new Outcome.Gone());

        assertThat(target.requests()).containsExactly("PUT " + TO + " 3 Computed");
    }

    /** An object that an earlier attempt has sent may be in the target, even if this attempt finds no source. */
    @Test
    void whatAnEarlierAttemptHasSentIsDeletedOrUnconfirmedIfTheSourceIsGone() {
        CopyTask task = new CopyTask(KEY, TO, MissingSource.SKIP);

        assertThat(copier().replicate(task, OptionalLong.of(7), FAR)).isEqualTo(new Outcome.Unconfirmed(7));
        deletes = true;
        assertThat(copier().replicate(task, OptionalLong.of(7), FAR)).isEqualTo(new Outcome.Deleted());
    }

    private CopyResult replicateSkippingMissing() {
        return copier().replicate(new CopyTask(KEY, TO, MissingSource.SKIP), FAR);
    }

    @Test
    void anObjectThatTheTargetHasAndDoesNotReplaceIsNoFailure() {
        source.put(state(3, "\"1\""), new byte[3]);
        target.duringEachRequest(request -> {
            throw CopySamples.exists();
        });

        assertThat(replicate()).isEqualTo(new Outcome.Existing(3));

        assertThat(target.requests()).hasSize(1);
    }

    /** The first PUT arrived after its answer was lost and another worker had replicated the deletion. */
    @Test
    void anObjectThatTheTargetHasAndTheSourceHasNoMoreIsDeletedByOptIn() {
        deletes = true;
        source.put(state(3, "\"1\""), new byte[3]);
        target.duringEachRequest(request -> {
            if (request.startsWith("PUT")) {
                source.delete(KEY);
                throw CopySamples.exists();
            }
        });

        assertThat(replicate()).isEqualTo(new Outcome.Deleted());

        assertThat(target.requests()).containsExactly("PUT " + TO + " 3 Computed", "DELETE " + TO);
    }

    @Test
    void anObjectInPartsThatTheTargetDoesNotReplaceIsExisting() {
        int size = THRESHOLD + 1;
        source.put(state(size, "\"1\""), CopySamples.bytes(size));
        target.duringEachRequest(request -> {
            if (request.startsWith("complete")) {
                throw CopySamples.exists();
            }
        });

        assertThat(replicate()).isEqualTo(new Outcome.Existing(size));
    }

    /** S3 answers 412 to a conditional read, too: then the source has changed. */
    @Test
    void aSourceThatChangesDuringItsCopyIsNotTakenForAnObjectOfTheTarget() {
        source.put(state(3, "\"1\""), new byte[3]);
        target.duringEachRequest(request -> {
            target.duringEachRequest(later -> {});
            throw new SourceException(CopySamples.exists());
        });

        assertThat(replicate()).satisfies(CopySamples.copied(3));
    }

    @ParameterizedTest
    @CsvSource({"~, true", "'a b', true", "'a\tb', true", "é, false", "'a\u007Fb', false", "'a\u001Fb', false"})
    void aHeaderThatASignedRequestCannotCarryIsRefused(String value, boolean copied) {
        SourceState state = new SourceState(
                KEY,
                3,
                "\"1\"",
                null,
                null,
                Map.of("Content-Disposition", value),
                Map.of(),
                0,
                Optional.empty(),
                null,
                null);
        source.put(state, new byte[3]);

        CopyResult outcome = replicate();

        if (copied) {
            assertThat(outcome).satisfies(CopySamples.copied(3));
        } else {
            assertThat(outcome)
                    .satisfies(failed(FailureCause.PERMANENT, "the source object's Content-Disposition holds"));
            assertThat(target.requests()).isEmpty();
        }
    }

    @Test
    void anObjectThatDoesNotFitIntoTheTimeIsNotStarted() {
        source.put(state(3, "\"1\""), new byte[3]);

        assertThat(replicate(slow(), () -> Duration.ofSeconds(2)))
                .satisfies(failed(FailureCause.OUT_OF_TIME, "3 bytes take about 3 s"));

        assertThat(target.requests()).isEmpty();
    }

    @Test
    void aFailedCopyLeavesItsTimeToOthers() {
        source.put(state(3, "\"1\""), new byte[3]);
        ObjectCopier copier = slow();
        target.duringEachRequest(request -> {
            throw new IllegalStateException("refused");
        });
        assertThat(replicate(copier, () -> Duration.ofSeconds(3))).isInstanceOf(Outcome.Failed.class);
        target.duringEachRequest(request -> {});

        assertThat(replicate(copier, () -> Duration.ofSeconds(3))).satisfies(CopySamples.copied(3));
    }

    /** Version n has n as its only byte. */
    private void changeAfterEachOf(int copies) {
        List<SourceState> versions = new ArrayList<>(List.of(state(1, "\"0\"")));
        source.put(versions.getLast(), new byte[] {0});
        target.duringEachRequest(request -> {
            int next = versions.size();
            if (next <= copies) {
                versions.add(state(1, "\"" + next + "\""));
                source.put(versions.getLast(), new byte[] {(byte) next});
            }
        });
    }

    private CopyResult replicate() {
        return replicate(copier(), FAR);
    }

    private CopyResult replicate(ObjectCopier copier, Deadline deadline) {
        return copier.replicate(new CopyTask(KEY, TO, deletes ? MissingSource.DELETE : MissingSource.SKIP), deadline);
    }

    private ObjectCopier copier() {
        return new ObjectCopier(
                source,
                target,
                new CopyOptions(THRESHOLD, THRESHOLD, 2, tags, deletes, PACE, CopyLimit.NONE, selection),
                new ThroughputBudget(PACE, () -> 0));
    }

    /** One byte per second. */
    private ObjectCopier slow() {
        ExpectedThroughput pace = new ExpectedThroughput(1, Duration.ofDays(1));
        return new ObjectCopier(
                source,
                target,
                new CopyOptions(THRESHOLD, THRESHOLD, 2, false, false, pace, CopyLimit.NONE, Selection.ALL),
                new ThroughputBudget(pace, () -> 0));
    }

    private static SourceState state(long size, String eTag) {
        return CopySamples.state(KEY, size, eTag, null);
    }

    private static SourceState state(long size, String eTag, StoredChecksum checksum) {
        return new SourceState(KEY, size, eTag, null, null, Map.of(), Map.of(), 0, Optional.of(checksum), null, null);
    }

    private static SourceState versioned(@Nullable String version) {
        return CopySamples.state(KEY, 3, "\"1\"", version);
    }

    private static ThrowingConsumer<CopyResult> failed(FailureCause cause, String reason) {
        return outcome -> assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().cause()).isEqualTo(cause);
            assertThat(failed.failure().reason()).contains(reason);
        });
    }
}
