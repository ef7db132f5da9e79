package org.allowput.ops.acceptance.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines as Lambda writes them. */
class LambdaReportsTest {
    private static final String FIRST = "REPORT RequestId: 8f507cfc-1 Duration: 250.93 ms\tBilled Duration: 410 ms\t"
            + "Memory Size: 1769 MB\tMax Memory Used: 251 MB\tRestore Duration: 634.23 ms\t"
            + "Billed Restore Duration: 1999 ms\t\n";
    private static final String SECOND = "REPORT RequestId: 8f507cfc-2\tDuration: 89.10 ms\tBilled Duration: 90 ms\t"
            + "Memory Size: 1769 MB\tMax Memory Used: 262 MB\t\n";
    private static final String RESTORE = "RESTORE_REPORT Restore Duration: 801.02 ms\n";
    private static final String INIT = "INIT_REPORT Init Duration: 41330.55 ms\tPhase: init\tStatus: success\n";

    @Test
    void theBilledTimeIsThatOfAllInvocationsPerObject() {
        List<MeasuredValue> measured = new LambdaReports(List.of(FIRST, SECOND), 20).durations();

        assertThat(value(measured, "invocations")).isEqualTo(2);
        assertThat(value(measured, "billed time per object")).isEqualTo(25);
    }

    @Test
    void theLongestRestoreIsNotTheBilledOneAndIsReadFromBothKindsOfLines() {
        assertThat(value(new LambdaReports(List.of(FIRST, SECOND), 1).durations(), "longest restore of a snapshot"))
                .isEqualTo(634.23);
        assertThat(value(new LambdaReports(List.of(FIRST, RESTORE), 1).durations(), "longest restore of a snapshot"))
                .isEqualTo(801.02);
    }

    @Test
    void memoryAndInitializationAreTheLargestAndWhatNoLineHasIsMissing() {
        List<MeasuredValue> measured = new LambdaReports(List.of(FIRST, SECOND, INIT), 1).durations();

        assertThat(value(measured, "largest memory in use")).isEqualTo(262);
        assertThat(value(measured, "longest initialization")).isEqualTo(41330.55);
        assertThat(new LambdaReports(List.of(SECOND), 1).durations())
                .extracting(MeasuredValue::name)
                .doesNotContain("longest initialization", "longest restore of a snapshot");
    }

    @Test
    void requestsAreCountedPerObject() {
        List<MeasuredValue> measured = LambdaReports.requests(1000, 3010, 7);

        assertThat(value(measured, "requests per object")).isEqualTo(3.01);
        assertThat(value(measured, "throttled requests")).isEqualTo(7);
        assertThat(measured.getFirst().ratio().orElseThrow()).isCloseTo(1.0, within(0.01));
    }

    @Test
    void theSecondsBetweenFailuresAreThoseOfTheFirstOnesInTheOrderOfTime() {
        assertThat(CloudWatchLog.secondsBetween(List.of(30_500L, 5_000L, 10_500L, 90_000L), 2))
                .containsExactly(5.5, 20.0);
        assertThat(CloudWatchLog.secondsBetween(List.of(5_000L), 2)).isEmpty();
        assertThat(CloudWatchLog.secondsBetween(List.of(), 2)).isEmpty();
    }

    private static double value(List<MeasuredValue> measured, String name) {
        Optional<MeasuredValue> found =
                measured.stream().filter(each -> each.name().equals(name)).findFirst();
        return found.orElseThrow().value();
    }
}
