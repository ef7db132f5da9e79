package org.allowput.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/settings.md lists every setting there is, and says of each what the code says. */
class SettingsDocumentTest {
    @Test
    void theTableIsWhatTheCodeReads() throws IOException {
        List<KnownSetting> documented = Files.readAllLines(Path.of("..", "docs", "settings.md")).stream()
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .map(cells ->
                        new KnownSetting("replication." + cells.get(1).replace("`", ""), cells.get(2), cells.get(3)))
                .toList();

        assertThat(documented).containsExactlyElementsOf(Settings.known());
    }
}
