package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The written list of what the templates allow and deny is the whole of it. */
class EveryStatementTest {
    private static final Path LISTS = Path.of("src", "test", "resources", "statements");

    @Test
    void theDefaultStacksAllowAndDenyWhatIsWrittenDown() throws IOException {
        Synthesised app = Synthesised.of(Map.of());
        assertThat(Statements.of(app.target())).isEqualTo(list("target"));
        assertThat(Statements.of(app.source())).isEqualTo(list("source"));
    }

    @Test
    void withEverythingOnNothingIsAllowedByWildcardAndNobodyIsEverybody() {
        Synthesised app = Synthesised.of(Synthesised.EVERYTHING);
        List<String> allowed = Stream.of(app.target(), app.source())
                .flatMap(template -> Statements.of(template).stream())
                .filter(line -> line.contains(": Allow "))
                .toList();
        assertThat(allowed)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .doesNotContainPattern("Allow \\S*\\*")
                        .doesNotContain(" on * ", "by [*]")
                        .doesNotEndWith(" on *"));
    }

    private static List<String> list(String name) throws IOException {
        return Files.readAllLines(LISTS.resolve(name + ".txt"));
    }
}
