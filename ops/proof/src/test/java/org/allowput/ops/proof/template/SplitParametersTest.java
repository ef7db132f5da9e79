package org.allowput.ops.proof.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitParametersTest {
    @Test
    void eachPartHasItsPartOfThePattern() {
        assertThat(SplitParameters.split("\\|\\||[0-9]{12}\\|(a|[b-d\\]]+)\\|(true|false)?", "|"))
                .containsExactly("|[0-9]{12}", "|(a|[b-d\\]]+)", "|(true|false)?");
    }

    /** A part that may have the delimiter could be another one. */
    @ParameterizedTest
    @ValueSource(
            strings = {"[!-~]*\\|b", ".*\\|b", "(a\\|b)\\|c", "a\\|{2}b", "a\\|b|c", "\\W\\|b", "[^a]\\|b", "(a\\|)?b"})
    void aPatternThatDoesNotShowWhereThePartsEndIsNotUsed(String pattern) {
        assertThat(SplitParameters.split(pattern, "|")).isEmpty();
    }

    @Test
    void onlyAPartOfAParameterHasAName() {
        assertThat(SplitParameters.name(List.of(3, Map.of("Fn::Split", List.of("|", Map.of("Ref", "Line"))))))
                .contains("Line.3");
        assertThat(SplitParameters.name(List.of(3, List.of("a", "b")))).isEmpty();
        assertThat(SplitParameters.name("text")).isEmpty();
    }
}
