package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The templates as they were last looked at. A change that is meant is written down by {@code mvn -pl infra -am test
 * -Dtest=TemplateSnapshotTest -Dsnapshots=update}, and read in the diff before it is committed. CI never sets that
 * property.
 */
class TemplateSnapshotTest {
    private static final Path SNAPSHOTS = Path.of("src", "test", "resources", "snapshots");
    private static final boolean UPDATE = "update".equals(System.getProperty("snapshots"));

    @Test
    void theTemplatesAreThoseThatWereReviewed() throws IOException {
        Map<String, Map<String, String>> optionsByName =
                Map.of("", Map.of(), "-everything", Synthesised.EVERYTHING, "-alternatives", Synthesised.ALTERNATIVES);
        for (Map.Entry<String, Map<String, String>> options : optionsByName.entrySet()) {
            Synthesised app = Synthesised.of(options.getValue());
            compare("target" + options.getKey(), app.target());
            compare("source" + options.getKey(), app.source());
        }
    }

    private static void compare(String name, JsonNode template) throws IOException {
        Path file = SNAPSHOTS.resolve(name + ".json");
        String actual = masked(Json.write(template));
        if (UPDATE) {
            Files.createDirectories(SNAPSHOTS);
            Files.writeString(file, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(file));
    }

    /**
     * The version of this project, and the hashes of the function's zip and of its version, change with the function,
     * which is not what this is about.
     */
    private static String masked(String template) {
        return template.replace(Release.version(), "<version>")
                .replace(Release.page(""), "<docs>/")
                .replaceAll("[0-9a-f]{64}\\.zip", "<hash>.zip")
                .replaceAll("(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}", "$1<hash>");
    }
}
