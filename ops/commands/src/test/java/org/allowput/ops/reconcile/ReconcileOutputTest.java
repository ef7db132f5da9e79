package org.allowput.ops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.allowput.ops.cli.DurationConverter;
import org.allowput.ops.reconcile.compare.Finding;
import org.allowput.ops.reconcile.compare.Report;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class ReconcileOutputTest {
    private static final Instant CHANGED = Instant.parse("2026-01-31T10:02:11Z");
    private static final Finding MISSING =
            new Finding(Finding.Kind.MISSING, "in/a.csv", 312, "abc", CHANGED, "no receipt");
    private static final Finding STALE =
            new Finding(Finding.Kind.STALE, "in/b", 2048, "def", CHANGED, "the receipt is of another version");

    private final StringWriter out = new StringWriter();

    @Test
    void eachFindingIsALineAndThenTheNumbers() {
        output(List.of(MISSING, STALE)).write(new PrintWriter(out, true));

        assertThat(out).hasToString("""
            what     key       bytes  last modified         why
            missing  in/a.csv    312  2026-01-31T10:02:11Z  no receipt
            stale    in/b       2048  2026-01-31T10:02:11Z  the receipt is of another version

            7 copied, 1 missing, 1 stale; not judged: 2 that changed just now, 3 without a\
             receipt that changed before 2026-01-31T10:02:11Z, where the receipts begin
            """);
    }

    @Test
    void ofVeryManyTheTableShowsTheFirstOnes() {
        output(Collections.nCopies(5000, MISSING)).write(new PrintWriter(out, true));

        assertThat(out.toString()).hasLineCount(104).contains("\nand 4900 more: --json lists all\n");

        out.getBuffer().setLength(0);
        output(Collections.nCopies(100, MISSING)).write(new PrintWriter(out, true));
        assertThat(out.toString()).hasLineCount(103).doesNotContain("more: --json");
    }

    @Test
    void asJsonAllAreThere() {
        assertThat(output(Collections.nCopies(500, STALE)).asJson())
                .containsEntry("copied", 7L)
                .containsEntry("stale", 500L)
                .extractingByKey("findings")
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(500)
                .containsOnly(Map.of(
                        "what", "stale",
                        "key", "in/b",
                        "size", 2048L,
                        "eTag", "def",
                        "lastModified", "2026-01-31T10:02:11Z",
                        "why", "the receipt is of another version"));
    }

    @Test
    void aWarningIsShownBeforeAnythingElse() {
        new ReconcileOutput(new Report(7, 2, 3, 0, CHANGED, List.of("s3://receipts/a: not JSON"), List.of()))
                .writeUnreadable(new PrintWriter(new BufferedWriter(out)));

        assertThat(out).hasToString("""
            1 object of receipts could not be read, so that objects can seem to be missing:
              s3://receipts/a: not JSON
            """);
    }

    @Test
    void timesAreReadAsPeopleWriteThem() {
        DurationConverter reader = new DurationConverter();

        assertThat(List.of("90s", "15m", "2h", "1d").stream().map(reader::convert))
                .containsExactly(
                        Duration.ofSeconds(90), Duration.ofMinutes(15), Duration.ofHours(2), Duration.ofDays(1));
        assertThatThrownBy(() -> reader.convert("15"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("seen '15', expected a time such as 90s, 15m, 2h or 1d");
    }

    private static ReconcileOutput output(List<Finding> findings) {
        return new ReconcileOutput(new Report(7, 2, 3, 0, CHANGED, List.of(), findings));
    }
}
