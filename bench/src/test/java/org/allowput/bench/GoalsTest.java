package org.allowput.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoalsTest {
    private static final Goals GOALS = new Goals(Map.of("2x512MiB", 0.8), 1, 0.1);

    @TempDir
    Path folder;

    @Test
    void aRunThatReachesEachGoalExactlyMissesNone() {
        assertThat(GOALS.missed(List.of(compared(new Measurement(10, 8, 0, 0))), 0.1))
                .isEmpty();
    }

    @Test
    void aSentenceNamesWhatIsAboveItsGoal() {
        assertThat(GOALS.missed(List.of(compared(new Measurement(11, 8.1, 0, 0))), 0.11))
                .containsExactly(
                        "2x512MiB with 0.5 of a core: CPU time as a multiple of rclone's: 0.81, not at most 0.80",
                        "2x512MiB with 0.5 of a core: wall-clock time as a multiple of rclone's: 1.10, not at most"
                                + " 1.00",
                        "seconds of the first copy: 0.11, not at most 0.10");
    }

    /** rclone took ten seconds of both. */
    private static Compared compared(Measurement function) {
        return new Compared(
                0.5,
                "2x512MiB",
                new Runs("function", List.of(function)),
                new Runs("rclone", List.of(new Measurement(10, 10, 0, 0))));
    }

    @Test
    void theCommittedFileHasAGoalForEachWorkload() throws IOException {
        assertThat(Goals.read(Path.of("ratios.json")).cpu()).containsOnlyKeys("20000x10KiB", "2x512MiB");
    }

    @Test
    void aFileWithoutAGoalIsRefusedByItsName() throws IOException {
        Path file = Files.writeString(folder.resolve("ratios.json"), "{\"cpu\":{},\"wall\":1}");

        assertThatThrownBy(() -> Goals.read(file)).hasMessageContaining("no firstCopySeconds");
    }

    @Test
    void theTableReplacesTheOneBetweenItsMarks() throws IOException {
        String page = "before\n<!-- table: compared -->\n\n%s\n\n<!-- end: compared -->\nafter\n";
        Path file = Files.writeString(folder.resolve("page.md"), page.formatted("| old |"));
        RcloneComparison comparison = new RcloneComparison(List.of("2x512MiB"), List.of(0.5));
        comparison.compared().getFirst().function().add("2x512MiB", new Measurement(9, 8, 0, 0));
        comparison.compared().getFirst().rclone().add("2x512MiB", new Measurement(10, 10, 0, 0));

        comparison.document(file);

        assertThat(file).hasContent(page.formatted("""
            | of a core | objects | CPU s | ratio | ratios of the rounds | wall-clock s | ratio of these |
            | --- | --- | --- | --- | --- | --- | --- |
            | 0.5 | 2x512MiB | 8.0, 10.0 | 0.80 | 0.80 to 0.80 | 9.0, 10.0 | 0.90 |\
            """.stripIndent()));
    }
}
