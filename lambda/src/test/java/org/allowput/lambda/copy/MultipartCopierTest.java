package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.object.StoredChecksum;
import org.allowput.contract.object.StoredChecksum.Algorithm;
import org.allowput.emulator.local.Unchecked;
import org.allowput.lambda.checksum.Verification;
import org.allowput.lambda.failure.CorruptedException;
import org.allowput.lambda.multipart.MultipartCopier;
import org.allowput.lambda.multipart.MultipartCopy;
import org.allowput.lambda.multipart.MultipartCopy.CopiedPart;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.lambda.s3.TargetObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which requests copy an object in parts of 1 MiB. */
@Timeout(60)
class MultipartCopierTest {
    private static final int MIB = CopySamples.MIB;
    private static final byte[] BYTES = CopySamples.bytes(2 * MIB + 5);
    private static final Verification COMPUTED = new Verification.Computed(Algorithm.CRC32);

    private final InMemorySource source = new InMemorySource();
    private final InMemoryTarget target = new InMemoryTarget();

    @AfterEach
    void everyStreamIsClosed() {
        assertThat(source.openStreams()).isZero();
    }

    @Test
    void partsAreNumberedFromOneAndCompletedInTheirOrder() throws InterruptedException {
        assertThat(copy(COMPUTED, 1)).isEqualTo(InMemoryTarget.STORED);

        assertThat(source.requests())
                .containsExactly("GET key 0+" + MIB, "GET key " + MIB + "+" + MIB, "GET key " + 2 * MIB + "+5");
        assertThat(target.requests())
                .containsExactly(
                        "begin key CRC32",
                        "part 1 " + MIB,
                        "part 2 " + MIB,
                        "part 3 5",
                        "complete [1, 2, 3] " + BYTES.length);
        assertThat(target.content("key")).contains(BYTES);
    }

    /** Part 1 arrives last. */
    @Test
    void partsThatArriveInAnotherOrderAreCompletedInTheirOrder() throws InterruptedException {
        CountDownLatch others = new CountDownLatch(2);
        target.duringEachRequest(request -> {
            if (request.startsWith("part 1")) {
                Unchecked.run(others::await);
            } else if (request.startsWith("part")) {
                others.countDown();
            }
        });

        copy(COMPUTED, 2);

        assertThat(target.requests().getLast()).isEqualTo("complete [1, 2, 3] " + BYTES.length);
        assertThat(target.content("key")).contains(BYTES);
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32C", "CRC64NVME"})
    void checksumsOfPartsThatCombineToTheSourceObjectsCompleteTheUpload(Algorithm algorithm)
            throws InterruptedException {
        copy(stored(algorithm, BYTES), 2);

        Algorithm sent = algorithm == Algorithm.CRC64NVME ? Algorithm.CRC32 : algorithm;
        assertThat(target.requests()).startsWith("begin key " + sent).endsWith("complete [1, 2, 3] " + BYTES.length);
        assertThat(target.content("key")).contains(BYTES);
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32C", "CRC64NVME"})
    void checksumsOfPartsThatDoNotCombineToTheSourceObjectsDoNotCompleteTheUpload(Algorithm algorithm) {
        byte[] others = BYTES.clone();
        others[MIB]++;
        Verification.WithStoredChecksum expected = stored(algorithm, others);

        assertThatThrownBy(() -> copy(expected, 2))
                .isInstanceOf(CorruptedException.class)
                .hasMessageContainingAll(
                        algorithm + " " + stored(algorithm, BYTES).checksum().value(),
                        expected.checksum().value());

        assertThat(target.requests()).noneMatch(request -> request.startsWith("complete"));
    }

    /** Of no part, or not of those from the second on. */
    @ParameterizedTest
    @CsvSource({"CRC32C, begin", "CRC32, part 2"})
    void aTargetThatDoesNotReturnTheChecksumsOfAllPartsComparesTheWholeItself(Algorithm algorithm, String since)
            throws InterruptedException {
        target.duringEachRequest(request -> {
            if (request.startsWith(since)) {
                target.withoutChecksumsOfParts();
            }
        });
        Verification.WithStoredChecksum expected = stored(algorithm, BYTES);

        copy(expected, 1);

        assertThat(target.requests())
                .endsWith("complete [1, 2, 3] " + BYTES.length + " "
                        + expected.checksum().value());
    }

    /** The SDK cannot send a CRC64NVME, so the function computes it of what it reads. */
    @Test
    void aCrc64NvmeIsComparedEvenIfTheTargetReturnsNoChecksums() throws InterruptedException {
        target.withoutChecksumsOfParts();

        copy(stored(Algorithm.CRC64NVME, BYTES), 2);

        assertThat(target.requests()).endsWith("complete [1, 2, 3] " + BYTES.length);
        Verification wrong = stored(Algorithm.CRC64NVME, new byte[BYTES.length]);
        assertThatThrownBy(() -> copy(wrong, 2)).isInstanceOf(CorruptedException.class);
    }

    /** One part at a time. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        begin    | begin key CRC32
        part 2   | begin key CRC32, part 1 1048576, part 2 1048576
        complete | begin key CRC32, part 1 1048576, part 2 1048576, part 3 5, complete [1; 2; 3] 2097157
        """)
    void aFailedRequestIsFollowedByNoOther(String failed, String sent) {
        IllegalStateException refused = new IllegalStateException("refused");
        target.duringEachRequest(request -> {
            if (request.startsWith(failed)) {
                throw refused;
            }
        });

        assertThatThrownBy(() -> copy(COMPUTED, 1)).isSameAs(refused);

        assertThat(target.requests())
                .containsExactly(sent.replace(", ", "\n").replace(';', ',').split("\n"));
    }

    static Stream<UnaryOperator<List<CopiedPart>>> otherParts() {
        return Stream.of(
                parts -> List.of(parts.get(0), parts.get(1), withLength(parts.get(2), 4)),
                parts -> List.of(withLength(parts.get(0), MIB + 1), parts.get(1), parts.get(2)),
                parts -> parts.subList(0, 2),
                parts -> List.of(parts.get(1), parts.get(0), parts.get(2)),
                parts -> List.of(parts.get(0), parts.get(1), parts.get(2), parts.get(2)));
    }

    /** A workflow keeps the results of parts in documents. */
    @ParameterizedTest
    @MethodSource("otherParts")
    void partsOfAnotherLengthNumberOrCountThanPlannedAreNotCompleted(UnaryOperator<List<CopiedPart>> others)
            throws InterruptedException {
        MultipartCopier copier = copier(1);
        MultipartCopy copy = copier.begin(object(), COMPUTED);
        List<CopiedPart> parts = others.apply(copier.copyParts(copy, 0, 3));

        assertThatThrownBy(() -> copier.complete(copy, parts, () -> {}))
                .isInstanceOf(CorruptedException.class)
                .hasMessageContaining("is missing or has another size than planned");

        assertThat(target.requests()).noneMatch(request -> request.startsWith("complete"));
    }

    private static CopiedPart withLength(CopiedPart copied, long length) {
        S3Target.Part part = copied.part();
        return new CopiedPart(
                new S3Target.Part(part.number(), part.eTag(), length, part.checksum()), copied.checksum());
    }

    private StoredObject copy(Verification verification, int concurrency) throws InterruptedException {
        return copier(concurrency).run(object(), verification, () -> {});
    }

    private MultipartCopier copier(int concurrency) {
        return new MultipartCopier(source, target, MIB, concurrency);
    }

    private TargetObject object() {
        SourceState state = CopySamples.state("key", BYTES.length, "\"e\"", null);
        source.put(state, BYTES);
        return new TargetObject("key", state, Map.of());
    }

    private static Verification.WithStoredChecksum stored(Algorithm algorithm, byte[] bytes) {
        return new Verification.WithStoredChecksum(
                new StoredChecksum(algorithm, InMemoryTarget.checksum(algorithm, bytes), true));
    }
}
