package org.allowput.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.allowput.emulator.testing.DocumentedTable;
import org.junit.jupiter.api.Test;

/** Each amount in docs/cost.md and README.md is computed: {@code -Dsnapshots=update} writes the tables. */
class CostPageTest {
    private static final Path PAGE = Path.of("..", "docs", "cost.md");
    private static final Path SNAPSHOTS = Path.of("..", "infra", "src", "test", "resources", "snapshots");
    private static final Pattern AMOUNT = Pattern.compile("\\$[0-9][0-9.,]*");

    private final CostTables tables;

    CostPageTest() throws IOException {
        String source = Files.readString(SNAPSHOTS.resolve("source.json"));
        tables = new CostTables(
                source.split("\"AWS::CloudWatch::Alarm\"", -1).length - 1,
                number(source, "\"MaximumConcurrency\" : (\\d+)"),
                number(source, "\"LARGE_OBJECTS_RANGE_MIB\" : \"(\\d+)\""),
                number(Files.readString(SNAPSHOTS.resolve("target.json")), "\"DaysAfterInitiation\" : (\\d+)"));
    }

    @Test
    void theTablesAreComputedFromThePricesAndTheTemplates() throws IOException {
        for (Map.Entry<String, String> table : tables.tables().entrySet()) {
            if ("update".equals(System.getProperty("snapshots"))) {
                DocumentedTable.replace(table.getKey(), table.getValue());
            }
            assertThat(DocumentedTable.table(table.getKey())).as(table.getKey()).isEqualTo(table.getValue());
        }
    }

    @Test
    void noAmountIsOutsideOfTheTables() throws IOException {
        String prose = Files.readString(PAGE).replaceAll("(?s)<!-- table: .*?<!-- end: ", "");

        assertThat(AMOUNT.matcher(prose).results()).isEmpty();
    }

    @Test
    void theAmountsOfTheReadmeAreThose() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md")).replaceAll("\\s+", " ");
        String summary = CostTables.summary(tables);

        assertThat(readme).contains(summary);
        assertThat(AMOUNT.matcher(readme.replace(summary, "")).results()).isEmpty();
    }

    private static int number(String template, String pattern) {
        List<String> values = Pattern.compile(pattern)
                .matcher(template)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        assertThat(values).as(pattern).hasSize(1);
        return Integer.parseInt(values.getFirst());
    }
}
