package org.allowput.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.allowput.infra.settings.section.LargeObjectSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of the workflow for large objects, where they contradict others or the limits of Lambda. */
class LargeObjectSettingsTest {
    @ParameterizedTest
    @CsvSource({"60,2500", "300,5120", "900,5120"})
    void theThresholdIsWhatTheFunctionHasTheTimeForAtMost5Gibibytes(int timeout, int threshold) {
        Settings settings = TestSettings.read(Map.of("function.timeoutSeconds", Integer.toString(timeout)));

        assertThat(settings.largeObjects().thresholdMiB()).isEqualTo(threshold);
    }

    @Test
    void theFunctionCopiesNoMoreThanItHasTimeForAndAnInvocationHalfOfThat() {
        int largest = LargeObjectSettings.largest(
                TestSettings.read(Map.of()).function().timeoutSeconds());

        assertThat(TestSettings.errors(Map.of("largeObjects.thresholdMiB", Integer.toString(largest))))
                .isEmpty();
        assertThat(TestSettings.errors(Map.of("largeObjects.thresholdMiB", Integer.toString(largest + 1))))
                .contains("expected at most " + largest);
        assertThat(TestSettings.errors(Map.of("largeObjects.rangeMiB", "22500")))
                .isEmpty();
        assertThat(TestSettings.errors(Map.of("largeObjects.rangeMiB", "22501")))
                .contains("expected at most 22500");
    }

    @Test
    void aRangeHasAWholePart() {
        assertThat(TestSettings.read(Map.of()).largeObjects().partMiB()).isEqualTo(32);
        assertThat(TestSettings.read(Map.of("largeObjects.rangeMiB", "8"))
                        .largeObjects()
                        .partMiB())
                .isEqualTo(8);
    }

    @Test
    void withoutTheWorkflowNoneOfThemMatters() {
        assertThat(TestSettings.errors(Map.of("largeObjects.enabled", "false", "largeObjects.thresholdMiB", "100000")))
                .isEmpty();
    }
}
