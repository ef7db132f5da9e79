package org.allowput.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.infra.PublishedTemplate;
import org.junit.jupiter.api.Test;

/**
 * The tables in docs/settings.md are generated from the descriptions in the code. {@code mvn -pl infra -am test
 * -Dsnapshots=update} writes them.
 */
class SettingsDocumentTest {
    private static final Path PAGE = Path.of("..", "docs", "settings.md");
    private static final String BEGIN =
            "<!-- Generated from the code by mvn -pl infra -am test -Dsnapshots=update: do not edit the table. -->\n";
    private static final String EXPERTS = "<!-- Generated as well: for experts. -->\n";
    private static final String END = "<!-- End of the generated table. -->\n";
    private static final int LONG = 30;
    private static final boolean UPDATE = "update".equals(System.getProperty("snapshots"));

    @Test
    void theTableIsWhatTheCodeGenerates() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> written = new HashSet<>();
        String expected = replaced(replaced(page, BEGIN, false, written), EXPERTS, true, written);
        if (UPDATE) {
            Files.writeString(PAGE, expected);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    private static String replaced(String page, String begin, boolean expert, Set<String> written) {
        int from = page.indexOf(begin) + begin.length();
        return page.substring(0, from) + table(expert, written) + page.substring(page.indexOf(END, from));
    }

    @Test
    void everySettingHasADescriptionThatFitsIntoTheTable() {
        assertThat(SettingsSchema.settings())
                .isNotEmpty()
                .allSatisfy(setting -> assertThat(setting.text("description")).isNotBlank())
                .noneMatch(setting -> cells(setting, new HashSet<>()).stream().anyMatch(cell -> cell.contains("|")));
    }

    /** Those of a list's items count as one. */
    @Test
    void thereAreAtMost74Settings() {
        assertThat(SettingsSchema.settings().stream()
                        .map(setting -> setting.path().replaceFirst("\\[].*", ""))
                        .distinct())
                .hasSizeBetween(1, 74);
    }

    private static String table(boolean expert, Set<String> written) {
        return Stream.concat(
                        Stream.of(
                                List.of("setting", "value; default", "description", "parameter"),
                                List.of("---", "---", "---", "---")),
                        SettingsSchema.settings().stream()
                                .filter(setting -> setting.schema().has("expert") == expert)
                                .map(setting -> cells(setting, written)))
                .map(cells -> String.join(" | ", cells))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<String> cells(Setting setting, Set<String> written) {
        return List.of(
                "<a id=\"%s\"></a>`%s`".formatted(setting.path().replaceAll("[\\[\\]<>]", ""), setting.path()),
                value(setting, written),
                setting.text("description"),
                parameters(setting.path()));
    }

    /** Those of the plain templates of both accounts that decide a setting; a dash if there is none. */
    private static String parameters(String setting) {
        String names = Stream.of(PublishedTemplate.values())
                .flatMap(template -> template.parameters().stream()
                        .filter(parameter -> parameter.settings().contains(setting))
                        .map(parameter ->
                                (template == PublishedTemplate.TARGET ? "A" : "B") + " `" + parameter.name() + "`"))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "–" : names;
    }

    /** What is allowed, and the default; a long text is complete in the first row that has it. */
    private static String value(Setting setting, Set<String> written) {
        String constant = setting.schema().has("default") ? "`" + setting.text("default") + "`" : "required";
        String byDefault = setting.schema().path("defaultText").asString(constant);
        String allowed = setting.allowed();
        if (setting.text("type").equals("boolean")) {
            return byDefault;
        }
        boolean complete = allowed.length() < LONG || written.add(allowed);
        return (complete ? allowed : allowed.split("[:,] | \\(", 2)[0]) + "; " + byDefault;
    }
}
