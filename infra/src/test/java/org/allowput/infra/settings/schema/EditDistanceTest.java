package org.allowput.infra.settings.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "'', abc, 3",
        "abc, '', 3",
        "abc, abc, 0",
        "abc, abd, 1",
        "kitten, sitting, 3",
        "flaw, lawn, 2"
    })
    void itIsTheNumberOfCharactersToInsertDeleteOrReplace(String first, String second, int distance) {
        assertThat(EditDistance.between(first, second)).isEqualTo(distance);
    }
}
