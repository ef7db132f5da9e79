package org.allowput.ops.acceptance.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.allowput.ops.cli.OperationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {
    private static final String DIFFERENCE = "the emulator says yes to everything";

    @ParameterizedTest
    @CsvSource({
        "all 2, passed",
        "all 2 (after 3 s), passed",
        "all 20, FAILED",
        "all 2 but one, FAILED",
        "all, FAILED",
    })
    void whatIsSeenIsWhatIsExpectedAndCanSayMoreInParentheses(String seen, String verdict) {
        Checks checks = new Checks(false, line -> {});

        checks.check("objects arrive", "all 2", () -> seen);

        assertThat(checks.results()).extracting(Checks.Result::verdict).containsExactly(verdict);
        assertThat(checks.haveFailed()).isEqualTo(verdict.equals("FAILED"));
    }

    @Test
    void whatOnlyAwsAnswersNeitherPassesNorFailsInAnEmulator() {
        Checks checks = new Checks(false, line -> {});

        checks.onAws("denied", "denied", DIFFERENCE, () -> "denied");
        checks.onAwsOnly("alarm", "started", DIFFERENCE, () -> {
            throw new AssertionError("tried");
        });

        assertThat(checks.results()).extracting(Checks.Result::seen).containsExactly("denied", "not tried");
        assertThat(checks.results()).extracting(Checks.Result::reason).containsOnly(DIFFERENCE);
        assertThat(checks.summary()).isEqualTo("2 checks: 0 passed, 0 failed, 2 not answered here.");
    }

    @Test
    void onAwsItIsAnswered() {
        Checks checks = new Checks(true, line -> {});

        checks.onAws("denied", "denied", DIFFERENCE, () -> "allowed");
        checks.onAwsOnly("alarm", "started", DIFFERENCE, () -> "started");

        assertThat(checks.results()).extracting(Checks.Result::verdict).containsExactly("FAILED", "passed");
        assertThat(checks.results()).extracting(Checks.Result::reason).containsOnly("");
    }

    @Test
    void aMeasuredValueStandsBesideWhatADocumentPredictsAndIsNoCheck() {
        Checks checks = new Checks(true, line -> {});

        checks.measure("time", 1234.4, "ms", 0.5, "docs/cost.md");

        assertThat(checks.results()).extracting(Checks.Result::expected).containsExactly("0.50 ms, docs/cost.md");
        assertThat(checks.results()).extracting(Checks.Result::seen).containsExactly("1,234 ms");
        assertThat(checks.summary()).startsWith("0 checks");
        assertThat(checks.haveFailed()).isFalse();
    }

    @Test
    void aProbeThatThrowsFailsWithItsMessageAndTheOthersGoOn() {
        Checks checks = new Checks(true, line -> {});

        checks.check("first", "yes", () -> {
            throw new OperationException("no queue");
        });
        checks.check("second", "yes", () -> "yes");

        assertThat(checks.results()).extracting(Checks.Result::seen).containsExactly("no queue", "yes");
    }
}
