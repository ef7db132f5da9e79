package org.allowput.emulator.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.allowput.emulator.local.Checkout;
import org.junit.jupiter.api.Test;

class NightlyTest {
    @Test
    void aBuildHasNoneOneSixthOrAllOfTheLongTestsAndNoOtherShare() {
        assertThat(IntStream.rangeClosed(1, 6).filter(sixth -> Nightly.Condition.includes(sixth, "none")))
                .isEmpty();
        assertThat(IntStream.rangeClosed(1, 6).filter(sixth -> Nightly.Condition.includes(sixth, "4/6")))
                .containsExactly(4);
        assertThat(IntStream.rangeClosed(1, 6)).allMatch(sixth -> Nightly.Condition.includes(sixth, "all"));
        for (String share : List.of("", "true", "0/6", "7/6", "1/5")) {
            assertThatThrownBy(() -> Nightly.Condition.includes(1, share))
                    .hasMessageContaining("-Dnightly=" + share)
                    .hasMessageContaining("1/6 to 6/6");
        }
    }

    /** By the line of {@code .ci/run} that chooses it, for the commits 0 to 599. */
    @Test
    void theCommitsOfABranchRunEachSixth() throws IOException, InterruptedException {
        String choice = Files.readString(Checkout.current().root().resolve(".ci/run"))
                .lines()
                .filter(line -> line.startsWith("sixth="))
                .findFirst()
                .orElseThrow();
        Process process = new ProcessBuilder(
                        "bash",
                        "-euc",
                        "for number in $(seq 0 599); do commit=$(printf '%07x' $((number * 447893)))\n" + choice
                                + "\necho \"$sixth\"; done")
                .redirectErrorStream(true)
                .start();
        String chosen = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(chosen).isZero();
        assertThat(new TreeSet<>(chosen.lines().toList())).containsExactly("1/6", "2/6", "3/6", "4/6", "5/6", "6/6");
    }
}
