package org.allowput.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.emulator.testing.DocumentedTable;
import org.junit.jupiter.api.Test;

/** Each amount in docs/cost-and-scale.md and README.md is computed: {@code -Dsnapshots=update} writes the tables. */
class CostPageTest {
    private static final String AMOUNT = "\\$[0-9][0-9.,]*[0-9]";
    /** An amount, or a number that is all of a cell. */
    private static final String COMPUTED = AMOUNT + "|(?m)(?<=^|\\| )[0-9][0-9,]*(?= \\||$)";

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
            List<String> computed =
                    each.getValue().stream().map(CostPageTest::text).toList();
            String table = DocumentedTable.table(each.getKey());
            if ("update".equals(System.getProperty("snapshots"))) {
                Iterator<String> cells = computed.iterator();
                table = Pattern.compile(COMPUTED)
                        .matcher(table)
                        .replaceAll(any -> Matcher.quoteReplacement(cells.next()));
                DocumentedTable.replace(each.getKey(), table);
            }
            assertThat(found(COMPUTED, table)).as(each.getKey()).isEqualTo(computed);
        }
    }

    private static String text(Number cell) {
        return (cell instanceof Integer ? "%,d" : cell.doubleValue() < 100 ? "$%.2f" : "$%,.0f").formatted(cell);
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void noAmountIsOutsideOfTheTables() throws IOException {
        assertThat(found(AMOUNT, read("docs/cost-and-scale.md").replaceAll("(?s)<!-- table: .*?<!-- end: ", "")))
                .isEmpty();
    }

    @Test
    void theAmountsOfTheReadmeAreThose() throws IOException {
        List<String> small = found(AMOUNT, DocumentedTable.table("small-objects"));
        List<String> fixed = found(AMOUNT, DocumentedTable.table("fixed"));
        assertThat(found(AMOUNT, read("README.md")))
                .containsExactly(
                        small.getLast(), small.get(small.size() - 2), small.getFirst(), fixed.get(5), fixed.get(6));
    }

    @Test
    void otherPagesStateTheQuotasOfTheTable() throws IOException {
        MatchResult puts = Costs.quota("S3: PUT per second and prefix");
        MatchResult gets = Costs.quota("S3: GET and HEAD per second and prefix");
        MatchResult flight = Costs.quota("SQS: messages in flight of a standard queue");
        assertThat(read("docs/on-call.md"))
                .contains(
                        "[%s PUTs and %s GETs and HEADs per second and prefix](%s)"
                                .formatted(puts.group(2), gets.group(2), gets.group(1)),
                        "[%s messages in flight](%s)".formatted(flight.group(2), flight.group(1)));
    }

    private static String read(String page) throws IOException {
        return Files.readString(Path.of("..", "..").resolve(page));
    }
}
