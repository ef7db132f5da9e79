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

    @Test
    void thePricesAreThoseOfTheCostPage() throws Exception {
        String page = Files.readString(Path.of("../docs/cost.md"));

        assertThat(page)
                .contains("$0.005 per 1,000", "$0.0004 per 1,000", "$0.20 per 1,000,000", "$0.0000133334", "1.7275")
                .contains("$0.40 per 1,000,000", "$0.50 per GB", "$0.03 per 10,000; $1.00 per key", "$0.25 per job");
    }
}
