package org.allowput.emulator.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.allowput.emulator.local.Checkout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NightlyTest {
    @Test
    void aBuildHasNoneOneSixthOrAllOfTheLongTests() {
        assertThat(runs("none")).isEmpty();
        assertThat(runs("4/6")).containsExactly(4);
        assertThat(runs("all")).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "0/6", "7/6", "1/5"})
    void anyOtherShareIsRefused(String share) {
        assertThatThrownBy(() -> Nightly.Condition.includes(1, share))
                .hasMessageContaining("-Dnightly=" + share)
                .hasMessageContaining("1/6 to 6/6");
    }

    @Test
    void aTestOfNoSixthIsRefused() {
        assertThatThrownBy(() -> Nightly.Condition.includes(7, "all")).hasMessageContaining("not 7");
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

    private static Iterable<Integer> runs(String nightly) {
        return IntStream.rangeClosed(1, 6)
                .filter(sixth -> Nightly.Condition.includes(sixth, nightly))
                .boxed()
                .toList();
    }
}
