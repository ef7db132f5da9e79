package org.allowput.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatiosTest {
    private static final String SMALL = "20000x10KiB";
    private static final String LARGE = "2x512MiB";
    private static final Bench.Ratios COMMITTED = new Bench.Ratios(Map.of(SMALL, 1.0, LARGE, 1.0));

    @TempDir
    Path folder;

    @Test
    void aChangeIsSlowerIfARatioIsAboveTheCommittedOneByMoreThanItsMargin() {
        assertThat(new Bench.Ratios(Map.of(SMALL, 1.15, LARGE, 1.25)).slowerThan(COMMITTED))
                .isEmpty();
        assertThat(new Bench.Ratios(Map.of(SMALL, 1.16, LARGE, 1.25)).slowerThan(COMMITTED))
                .containsExactly(SMALL);
        assertThat(new Bench.Ratios(Map.of(SMALL, 1.15, LARGE, 1.26)).slowerThan(COMMITTED))
                .containsExactly(LARGE);
    }

    @Test
    void aWorkloadWithoutACommittedRatioCountsAsSlower() {
        assertThat(COMMITTED.slowerThan(new Bench.Ratios(Map.of(SMALL, 1.0)))).containsExactly(LARGE);
    }

    @Test
    void theFileHasWhatWasWritten() throws IOException {
        COMMITTED.write(folder.resolve("ratios.json"));

        assertThat(Bench.Ratios.read(folder.resolve("ratios.json"))).isEqualTo(COMMITTED);
    }

    @Test
    void theCommittedFileHasEachWorkloadThatIsCompared() throws IOException {
        assertThat(Bench.Ratios.read(Path.of("ratios.json")).byWorkload().keySet())
                .isEqualTo(Bench.Ratios.MARGINS.keySet());
    }
}
