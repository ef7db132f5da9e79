package org.allowput.sandbox.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.emulator.testing.DocumentedTable;
import org.junit.jupiter.api.Test;

/** The page of commands lists the graphs of both dashboards: {@code -Dsnapshots=update} writes them. */
class DashboardsTest {
    private static final Path SNAPSHOTS = Path.of("..", "..", "infra", "src", "test", "resources", "snapshots");
    private static final Pattern TITLE = Pattern.compile("\"title\":\"([^\"]+)\"");

    @Test
    void thePageListsTheGraphsOfTheTemplates() throws IOException {
        String table = "dashboard of | graphs\n--- | ---\nB | %s\nA, with `target.alarms.email` | %s\n"
                .formatted(graphs("source.json"), graphs("target-everything.json"));
        DocumentedTable.check("dashboards", table);
    }

    /** Of the only dashboard, whose JSON is text in the template's. */
    private static String graphs(String snapshot) throws IOException {
        String template = Files.readString(SNAPSHOTS.resolve(snapshot)).replace("\\\"", "\"");
        return TITLE.matcher(template).results().map(title -> title.group(1)).collect(Collectors.joining("; "));
    }
}
