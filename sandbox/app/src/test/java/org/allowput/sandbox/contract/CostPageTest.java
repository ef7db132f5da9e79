package org.allowput.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.emulator.testing.DocumentedTable;
import org.junit.jupiter.api.Test;

/** The tables of docs/cost-and-scale.md are computed: {@code -Dsnapshots=update} writes them. */
class CostPageTest {
    /** An amount, or a number that is all of a cell. */
    private static final Pattern COMPUTED =
            Pattern.compile("\\$[0-9][0-9.,]*[0-9]|(?m)(?<=^|\\| )[0-9][0-9,]*(?= \\||$)");

    @Test
    void theTablesAreComputedFromThePricesTheQuotasAndTheTemplates() throws IOException {
        Map<String, List<Number>> tables = Map.of(
                "small-objects", Costs.smallObjects(),
                "large-objects", Costs.largeObjects(),
                "options", Costs.options(),
                "fixed", Costs.fixed(),
                "highest-bill", Costs.highestBill(),
                "steps", Costs.steps());
        for (Map.Entry<String, List<Number>> each : tables.entrySet()) {
            Iterator<Number> cells = each.getValue().iterator();
            String table = COMPUTED.matcher(DocumentedTable.table(each.getKey()))
                    .replaceAll(any -> Matcher.quoteReplacement(text(cells.next())));
            DocumentedTable.check(each.getKey(), table);
            assertThat(cells).as(each.getKey()).isExhausted();
        }
    }

    private static String text(Number cell) {
        return (cell instanceof Integer ? "%,d" : cell.doubleValue() < 100 ? "$%.2f" : "$%,.0f").formatted(cell);
    }
}
