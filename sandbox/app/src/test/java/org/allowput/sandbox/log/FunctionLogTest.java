package org.allowput.sandbox.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.allowput.contract.OutcomeLabel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The function's log, as those read it who show what happens. */
class FunctionLogTest {
    private static final String TIME = "2026-01-31T10:00:00.000Z";
    private static final String STREAM = " 2026/01/31/[1]abc ";

    @Test
    void anOutcomeIsReadAndEveryOtherLineIsNone() {
        assertThat(LoggedOutcome.in(TIME + STREAM
                        + "{\"level\":\"INFO\",\"outcome\":\"copied\",\"sourceKey\":\"a {b}\",\"bytes\":7,"
                        + "\"lagMillis\":31,\"deliveryId\":\"d\"}"))
                .contains(new LoggedOutcome(
                        Instant.parse(TIME), OutcomeLabel.COPIED, "d a {b}", "a {b}", 7, OptionalLong.of(31), ""));
        assertThat(
                        LoggedOutcome.in(
                                TIME + STREAM
                                        + "{\"outcome\":\"failed\",\"cause\":\"AccessDenied\",\"reason\":\"long\",\"deliveryId\":\"d\"}"))
                .contains(new LoggedOutcome(
                        Instant.parse(TIME), OutcomeLabel.FAILED, "d ", "", 0, OptionalLong.empty(), "AccessDenied"));
        for (String line : List.of(
                "",
                TIME + STREAM + "START RequestId: 1 Version: 1",
                TIME + STREAM + "{\"_aws\":{\"Timestamp\":1},\"ObjectsCopied\":[1]}",
                TIME + STREAM + "{\"outcome\":\"unheard of\"}",
                TIME + STREAM + "{\"outcome\":\"copied\"",
                "yesterday" + STREAM + "{\"outcome\":\"copied\"}")) {
            assertThat(LoggedOutcome.in(line)).as(line).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOutcomeThatTheFunctionWritesIsRead(OutcomeLabel label) {
        assertThat(LoggedOutcome.in(TIME + STREAM + "{\"outcome\":\"" + label.label() + "\"}"))
                .map(LoggedOutcome::kind)
                .contains(label);
    }

    @Test
    void anEventThatFailedAndWasCopiedLaterCountsAsCopied() {
        OutcomeCounts tally = new OutcomeCounts();
        tally.add(outcome(0, OutcomeLabel.FAILED, "event", OptionalLong.empty()));
        assertThat(tally.count(OutcomeLabel.FAILED)).isEqualTo(1);

        tally.add(outcome(1, OutcomeLabel.COPIED, "event", OptionalLong.of(1_000)));
        assertThat(tally.count(OutcomeLabel.FAILED)).isZero();
        assertThat(tally.count(OutcomeLabel.COPIED)).isEqualTo(1);
        assertThat(tally.bytes()).isEqualTo(5);
    }

    @Test
    void lagAndPaceAreThoseOfTheLastTenSeconds() {
        OutcomeCounts tally = new OutcomeCounts();
        tally.add(outcome(0, OutcomeLabel.COPIED, "old", OptionalLong.of(9_000)));
        for (int i = 1; i <= 20; i++) {
            tally.add(outcome(8, OutcomeLabel.COPIED, "event " + i, OptionalLong.of(i)));
        }

        assertThat(tally.lag(at(10))).isEqualTo(new Quantiles(11, 20, 9_000));
        assertThat(tally.lag(at(11))).isEqualTo(new Quantiles(10, 19, 20));
        assertThat(tally.copiesPerSecond(at(11))).isEqualTo(2);
        assertThat(tally.lag(at(19))).isEqualTo(new Quantiles(0, 0, 0));
        assertThat(tally.copiesPerSecond(at(19))).isZero();
    }

    private static Instant at(int second) {
        return Instant.parse(TIME).plusSeconds(second);
    }

    private static LoggedOutcome outcome(int second, OutcomeLabel kind, String event, OptionalLong lag) {
        return new LoggedOutcome(at(second), kind, event, event, 5, lag, "");
    }
}
