package org.allowput.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.allowput.emulator.testing.DocumentedTable;
import org.allowput.ops.plan.price.FixedCost;
import org.allowput.ops.plan.price.Quota;
import org.junit.jupiter.api.Test;

/** Each amount in docs/cost.md and README.md is computed: {@code -Dsnapshots=update} writes the tables. */
class CostPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "cost.md");
    private static final Path SNAPSHOTS = Path.of("..", "..", "infra", "src", "test", "resources", "snapshots");
    private static final Pattern AMOUNT = Pattern.compile("\\$[0-9][0-9.,]*");

    @Test
    void theTablesAreComputedFromThePricesAndTheTemplates() throws IOException {
        for (Map.Entry<String, String> table : CostTables.tables().entrySet()) {
            if ("update".equals(System.getProperty("snapshots"))) {
                DocumentedTable.replace(table.getKey(), table.getValue());
            }
            assertThat(DocumentedTable.table(table.getKey())).as(table.getKey()).isEqualTo(table.getValue());
        }
    }

    @Test
    void theTemplateHasTheAlarmsThatAreCounted() throws IOException {
        assertThat(Files.readString(SNAPSHOTS.resolve("source.json")).split("\"AWS::CloudWatch::Alarm\"", -1))
                .hasSize(FixedCost.ALARMS + 1);
        assertThat(Files.readString(SNAPSHOTS.resolve("target-everything.json"))
                        .split("\"AWS::CloudWatch::Alarm\"", -1))
                .hasSize(FixedCost.TARGET_ALARMS + 1);
    }

    @Test
    void noAmountIsOutsideOfTheTables() throws IOException {
        String prose = Files.readString(PAGE).replaceAll("(?s)<!-- table: .*?<!-- end: ", "");

        assertThat(AMOUNT.matcher(prose).results()).isEmpty();
    }

    @Test
    void theAmountsOfTheReadmeAreThose() throws IOException {
        String readme = Files.readString(Path.of("..", "..", "README.md")).replaceAll("\\s+", " ");
        String summary = CostTables.summary();

        assertThat(readme).contains(summary);
        assertThat(AMOUNT.matcher(readme.replace(summary, "")).results()).isEmpty();
    }

    @Test
    void otherPagesStateTheQuotasOfTheTable() throws IOException {
        assertThat(Files.readString(PAGE.resolveSibling("operations.md")))
                .contains(
                        "[%,d PUTs and %,d GETs and HEADs per second and prefix](%s)"
                                .formatted(
                                        Quota.WRITES_PER_PREFIX.elsewhere(),
                                        Quota.READS_PER_PREFIX.elsewhere(),
                                        Quota.READS_PER_PREFIX.page()),
                        "[%,d messages in flight](%s)".formatted(Quota.IN_FLIGHT.elsewhere(), Quota.IN_FLIGHT.page()));
        assertThat(Files.readString(PAGE.resolveSibling("settings.md")))
                .contains("[%d STS requests per second](%s)"
                        .formatted(Quota.ASSUME_ROLE.elsewhere(), Quota.ASSUME_ROLE.page()));
    }
}
