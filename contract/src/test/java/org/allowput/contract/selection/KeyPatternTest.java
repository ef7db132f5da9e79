package org.allowput.contract.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPatternTest {
    @ParameterizedTest
    @CsvSource({
        "*.csv, a.csv, true",
        "*.csv, .csv, true",
        "*.csv, a/b.csv, false",
        "**.csv, a/b.csv, true",
        "in/**, in/, true",
        "in/**, in/a/b, true",
        "in/**, in, false",
        "in/**.csv, in/a/b.csv, true",
        "ab**bc, abc, false",
        "ab**bc, abbc, true",
        "a/**/b, a/x/y/b, true",
        "a/**/b, a//b, true",
        "a/**/b, a/b, false",
        "a?c, abc, true",
        "a?c, a/c, false",
        "a?c, ac, false",
        "?, 🎉, true",
        "🎉?, 🎉🎉, true",
        "a*b*c, a1b2c, true",
        "a*b*c, a1b2, false",
        "***, a/b, true",
        "[ab], a, false",
        "[ab], [ab], true",
        "a.b, a.b, true",
        "a.b, axb, false"
    })
    void aPatternMatchesWholeKeys(String pattern, String key, boolean matches) {
        assertThat(new KeyPattern(pattern).matches(key)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"in/**.csv, in/, .csv", "**, '', ''", "in/a, in/a, in/a", "a?b*c, a, c", "*a, '', a"})
    void whatEachKeyBeginsAndEndsWithIsTheTextOutsideOfTheWildcards(String pattern, String prefix, String suffix) {
        assertThat(new KeyPattern(pattern).prefix()).isEqualTo(prefix);
        assertThat(new KeyPattern(pattern).suffix()).isEqualTo(suffix);
    }

    @Test
    void aPatternWithManyStarsTakesNoLongerThanItsLength() {
        assertThat(new KeyPattern("**a".repeat(300) + "b").matches("a".repeat(1024)))
                .isFalse();
    }

    /** Java's regular expressions decide the same. */
    @Test
    void patternsMatchAsTheirRegularExpressions() {
        Random random = new Random(20261129);
        int matched = 0;
        for (int round = 0; round < 20_000; round++) {
            String pattern = text(random, List.of("a", "b", "/", "?", "*", "**"), 6);
            String key = text(random, List.of("a", "b", "/"), 6);
            String expression = Pattern.compile("[*]{2,}|[*]|[?]|.")
                    .matcher(pattern)
                    .replaceAll(symbol -> switch (symbol.group()) {
                        case "?" -> "[^/]";
                        case "*" -> "[^/]*";
                        case "a", "b", "/" -> symbol.group();
                        default -> ".*";
                    });
            boolean matches = key.matches(expression);
            assertThat(new KeyPattern(pattern).matches(key))
                    .as("%s, %s", pattern, key)
                    .isEqualTo(matches);
            matched += matches ? 1 : 0;
        }
        assertThat(matched).isGreaterThan(1_000);
    }

    private static String text(Random random, List<String> symbols, int longest) {
        return random.ints(1L + random.nextInt(longest), 0, symbols.size())
                .mapToObj(symbols::get)
                .collect(Collectors.joining());
    }
}
