package org.allowput.ops.acceptance.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CostEstimateTest {
    private static final CostEstimate DEFAULT = new CostEstimate(1000, 10_000, 20_480);

    @Test
    void aRunWithTheDefaultsCostsLessThanADollarAsTheDocumentSays() throws Exception {
        assertThat(DEFAULT.total()).isLessThan(1);
        assertThat(DEFAULT.text()).matches("\\$0\\.[0-9]{2}");
        assertThat(Files.readString(Path.of("../docs/acceptance.md"))).contains(DEFAULT.text());
    }

    @Test
    void theTotalIsTheSumOfLinesWithACalculationAndAPageOfPrices() {
        assertThat(DEFAULT.lines())
                .allSatisfy(line -> assertThat(line.page()).startsWith("https://aws.amazon.com/"))
                .allSatisfy(line -> assertThat(line.dollars()).isPositive())
                .allSatisfy(line -> assertThat(line.calculation()).isNotEmpty());
        assertThat(DEFAULT.total())
                .isCloseTo(
                        DEFAULT.lines().stream()
                                .mapToDouble(CostEstimate.Line::dollars)
                                .sum(),
                        within(1e-9));
        assertThat(DEFAULT.toString()).contains("https://aws.amazon.com/lambda/pricing/", "total");
    }

    /** 240 objects are put, with those of the burst; a job copies 20 of them once more. The large one has 100 parts. */
    @Test
    void eachAmountIsWhatItsCalculationYields() {
        assertThat(new CostEstimate(20, 200, 3200).lines())
                .extracting(line -> "%s = %.6f".formatted(line.calculation(), line.dollars()))
                .containsExactly(
                        "(240 + 260 + 280 + 80 + 500) × $0.005 / 1,000 = 0.006800",
                        "(2 × 260 + 280 + 500) × $0.0004 / 1,000 = 0.000520",
                        "$0.25 + 20 × $1.00 / 1,000,000 = 0.250020",
                        "2 × 3,200 MiB × $0.023 / GB / 730 = 0.000211",
                        "143 s × 1.7275 GB × $0.0000133334 = 0.003294",
                        "550 s × 1.7275 GB × $0.0000133334 = 0.012668",
                        "760 × $0.20 / 1,000,000 = 0.000152",
                        "(3 × 260 + 1,800) × $0.40 / 1,000,000 = 0.001032",
                        "2 × 100 × $0.025 / 1,000 = 0.005000",
                        "2 × $1.00 / 730 + 4 × 526 × $0.03 / 10,000 = 0.009052",
                        "260 × 1,700 bytes × $0.50 / GB = 0.000221",
                        "(24 × $0.10 + 2 × $3.00 + 30 × $0.30) / 730 = 0.023836");
    }
}
