package org.allowput.ops.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Lines as Lambda writes them. */
class FunctionLogTest {
    private static final String FIRST = "REPORT RequestId: 8f507cfc-1 Duration: 250.93 ms\tBilled Duration: 410 ms\t"
            + "Memory Size: 1769 MB\tMax Memory Used: 251 MB\tRestore Duration: 634.23 ms\t"
            + "Billed Restore Duration: 1999 ms\t\n";
    private static final String SECOND = "REPORT RequestId: 8f507cfc-2\tDuration: 89.10 ms\tBilled Duration: 90 ms\t"
            + "Memory Size: 1769 MB\tMax Memory Used: 262 MB\t\n";
    private static final String RESTORE = "RESTORE_REPORT Restore Duration: 801.02 ms\n";
    private static final String INIT = "INIT_REPORT Init Duration: 41330.55 ms\tPhase: init\tStatus: success\n";

    @Test
    void theBilledTimeIsThatOfAllInvocationsPerObject() {
        assertThat(measured(20, FIRST, SECOND)).containsEntry("billed time per object", "25 ms");
    }

    @Test
    void theLongestRestoreIsNotTheBilledOneAndIsReadFromBothKindsOfLines() {
        assertThat(measured(1, FIRST, SECOND)).containsEntry("longest restore of a snapshot", "634 ms");
        assertThat(measured(1, FIRST, RESTORE)).containsEntry("longest restore of a snapshot", "801 ms");
    }

    @Test
    void memoryAndInitializationAreTheLargestAndWhatNoLineHasIsMissing() {
        assertThat(measured(1, FIRST, SECOND, INIT))
                .containsEntry("largest memory in use", "262 MB")
                .containsEntry("longest initialization", "41,331 ms");
        assertThat(measured(1, SECOND)).doesNotContainKeys("longest initialization", "longest restore of a snapshot");
    }

    @Test
    void theSecondsBetweenFailuresAreThoseOfTheFirstOnesInTheOrderOfTime() {
        assertThat(FunctionLog.secondsBetween(List.of(30_500L, 5_000L, 10_500L, 90_000L), 2))
                .containsExactly(5.5, 20.0);
        assertThat(FunctionLog.secondsBetween(List.of(5_000L), 2)).isEmpty();
        assertThat(FunctionLog.secondsBetween(List.of(), 2)).isEmpty();
    }

    private static Map<String, String> measured(int objects, String... lines) {
        Checks checks = new Checks(true, line -> {});
        FunctionLog.measureReports(checks, List.of(lines), objects);
        return checks.results().stream().collect(Collectors.toMap(Checks.Result::name, Checks.Result::seen));
    }
}
