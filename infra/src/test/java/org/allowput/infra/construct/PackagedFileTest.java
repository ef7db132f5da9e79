package org.allowput.infra.construct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackagedFileTest {
    private static final Map<String, Object> VALUES = Map.of("Name", "n", "Number", 5, "Several", List.of("a", "b"));

    @Test
    void aReferenceBecomesItsValueOrAPartOfAText() {
        assertThat(PackagedFile.filled(
                        Map.of("k", List.of("${Number}", "${Name}-${Number}", "${!Name}", true)), VALUES))
                .isEqualTo(Map.of("k", List.of(5, "n-5", "${Name}", true)));
        assertThat(PackagedFile.filled(List.of("x", "${Several}", "of ${Several}"), VALUES))
                .isEqualTo(List.of("x", "a", "b", "of [a, b]"));
        assertThatThrownBy(() -> PackagedFile.filled("${Other}", VALUES)).hasMessage("no value of ${Other}");
    }

    @Test
    void anItemExistsIfThereAreValuesOfAllThatItNeeds() {
        List<?> items = List.of(
                Map.of("is", "always"),
                Map.of("If", List.of("Name", "Number"), "is", "${Name}"),
                Map.of("If", List.of("Name", "Other"), "is", "${Other}"));

        assertThat(PackagedFile.existing(items, VALUES).map(item -> String.valueOf(((Map<?, ?>) item).get("is"))))
                .containsExactly("always", "n");
    }
}
