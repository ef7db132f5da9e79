package org.allowput.lambda.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.allowput.contract.selection.Selection;
import org.allowput.emulator.proxy.FaultProxy;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.proxy.ProxiedRequest.Operation;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.lambda.CopyFixture;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.failure.Failure;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * Every fault, where it can happen, to an object that goes in one PUT and to one that goes in parts, once and always:
 * either the target is the source and the copy says so, or the copy says that it failed and the target holds nothing
 * that the source never was. No request is made more often than the retries of one layer allow.
 */
class FaultMatrixIT extends CopyIntegrationTest {
    /** What the function's clients try at most: the first attempt and three more. */
    private static final int ATTEMPTS = 4;

    private static final CopyOptions IN_ORDER = CopySamples.inOrder(Selection.ALL);

    private static final String BROKEN = "BROKEN: ";

    @BeforeAll
    void start() {
        for (UploadMethod method : UploadMethod.values()) {
            ChangingSource.template(fixture, method);
        }
    }

    private record Cell(FaultCase faultCase, UploadMethod method, boolean always, int number) {
        String key() {
            return "cell-" + number;
        }
    }

    @Test
    void noFaultLeavesATornOrStaleObjectThatCountsAsCopied() throws Exception {
        List<Cell> cells = new ArrayList<>();
        for (FaultCase faultCase : FaultCase.all()) {
            for (UploadMethod method : UploadMethod.values()) {
                for (boolean always : new boolean[] {false, true}) {
                    cells.add(new Cell(faultCase, method, always, cells.size()));
                }
            }
        }
        Map<Cell, String> results =
                new HashMap<>(run(cells, cell -> !cell.faultCase().isSilence(), 3));
        // These wait most of the time, and for an answer that would come at once otherwise.
        results.putAll(run(cells, cell -> cell.faultCase().isSilence(), 12));

        if (CopyFixture.isOnLocalstack()) {
            results.replaceAll(FaultMatrixIT::asOnS3);
        }
        String table = table(cells, results);
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("fault-matrix.md"), table);
        assertThat(results.values()).noneMatch(result -> result.startsWith(BROKEN));
        assertThat(DocumentedTable.table("faults")).isEqualTo(table);
    }

    @Test
    void noFaultCopiesWhatIsNotClearedOrCopiesTwice() {
        version(BucketVersioningStatus.ENABLED);
        Map<TagFault, Future<?>> running = new HashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (TagFault fault : TagFault.all()) {
                String key = "tag-" + running.size();
                running.put(fault, threads.submit(() -> fault.check(fixture, key)));
            }
        } finally {
            version(BucketVersioningStatus.SUSPENDED);
        }
        SoftAssertions.assertSoftly(softly -> running.forEach((fault, result) ->
                softly.assertThatCode(result::get).as(fault.toString()).doesNotThrowAnyException()));
    }

    private void version(BucketVersioningStatus status) {
        fixture.source()
                .putBucketVersioning(request -> request.bucket(CopyFixture.SOURCE)
                        .versioningConfiguration(versioning -> versioning.status(status)));
    }

    /** S3 answers a completion that is asked for again as it did before; LocalStack has forgotten the upload. */
    private static String asOnS3(Cell cell, String result) {
        boolean repeated = cell.faultCase().step() == CopyStep.COMPLETE
                && cell.faultCase().label().equals("connection breaks instead of the answer")
                && cell.method() == UploadMethod.PARTS
                && !cell.always();
        if (!repeated) {
            return result;
        }
        assertThat(result).isEqualTo("Retryable");
        return "copied";
    }

    private Map<Cell, String> run(List<Cell> cells, Predicate<Cell> which, int atOnce) throws Exception {
        Map<Cell, Future<String>> running = new HashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
            for (Cell cell : cells) {
                if (which.test(cell)) {
                    Callable<String> task = () -> outcome(cell);
                    running.put(cell, threads.submit(task));
                }
            }
        }
        Map<Cell, String> results = new HashMap<>();
        for (Map.Entry<Cell, Future<String>> entry : running.entrySet()) {
            results.put(entry.getKey(), entry.getValue().get());
        }
        return results;
    }

    private String outcome(Cell cell) {
        FaultCase faultCase = cell.faultCase();
        if (!faultCase.methods().contains(cell.method())
                || faultCase.step().requests(cell.method(), cell.key()).isEmpty()) {
            return FaultTable.NONE;
        }
        ChangingSource source = ChangingSource.like(cell.method(), fixture, cell.key());
        Predicate<ProxiedRequest> where =
                faultCase.step().requests(cell.method(), cell.key()).get();
        try (FaultProxy proxy = fixture.anotherProxy();
                CopyFixture.ConnectedCopier copy = fixture.copyBehind(
                        proxy, IN_ORDER, faultCase.isSilence() ? FaultCase.ANSWER_TIMEOUT : Duration.ofSeconds(30))) {
            if (cell.always()) {
                proxy.always(where, faultCase.fault().create(source));
            } else {
                proxy.once(where, faultCase.fault().create(source));
            }
            CopyResult outcome = copy.replicate(cell.key(), cell.key(), CopySamples.LATER);
            source.check(outcome);
            checkEffort(cell, proxy);
            return label(outcome);
        } catch (AssertionError e) {
            return BROKEN + e.getMessage();
        }
    }

    /** Each request at most as often as one layer of retries tries it, in as many rounds as the source made it take. */
    private void checkEffort(Cell cell, FaultProxy proxy) {
        boolean changes = cell.faultCase().label().startsWith("source ");
        int most = ATTEMPTS * (changes ? ObjectCopier.ROUNDS : 1);
        assertThat(proxy.requests(request -> request.operation() != Operation.STS).stream()
                        .collect(Collectors.groupingBy(
                                request -> request.operation() + " "
                                        + request.header("Range").orElse("")
                                        + request.target().replaceFirst("uploadId=[^&]*", ""),
                                Collectors.counting())))
                .allSatisfy((request, count) -> assertThat(count).as(request).isLessThanOrEqualTo(most));
        assertThat(proxy.requests(request -> request.operation() == Operation.STS))
                .hasSizeLessThanOrEqualTo(2 * ATTEMPTS);
    }

    private static String label(CopyResult result) {
        return switch (result) {
            case TooLarge ignored -> "large";
            case Outcome.Failed(Failure failure)
            when failure.cause().retryable() -> failure.cause().label();
            case Outcome outcome -> outcome.describe("target").label().label();
        };
    }

    private static String table(List<Cell> cells, Map<Cell, String> results) {
        FaultTable table = new FaultTable();
        for (int i = 0; i < cells.size(); i += 4) {
            table.add(
                    cells.get(i).faultCase(),
                    cells.subList(i, i + 4).stream().map(results::get).toList());
        }
        return table.toString();
    }
}
