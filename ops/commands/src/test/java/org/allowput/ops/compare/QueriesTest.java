package org.allowput.ops.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs each file of statements, with the rows that a query is expected to have below it. */
class QueriesTest {
    private static final String ROWS = "\n----\n";

    @ParameterizedTest
    @ValueSource(strings = {"status", "status-inventory", "delivered", "named", "parsed"})
    void aQueryHasTheRowsThatItsFileStates(String name) throws IOException {
        try (InputStream file =
                        Objects.requireNonNull(QueriesTest.class.getResourceAsStream("/queries/" + name + ".test"));
                Database database = new Database()) {
            for (String block : new String(file.readAllBytes(), UTF_8).split("\n\n", -1)) {
                int rows = block.indexOf(ROWS);
                if (rows < 0) {
                    database.execute(block);
                } else {
                    assertThat(String.join("\n", rows(database, block.substring(0, rows))))
                            .as(block.substring(0, rows))
                            .isEqualTo(block.substring(rows + ROWS.length()).stripTrailing());
                }
            }
        }
    }

    private static List<String> rows(Database database, String sql) {
        return database.rows(sql).stream()
                .map(row -> row.values().stream().map(String::valueOf).collect(Collectors.joining("|")))
                .toList();
    }
}
