package org.allowput.infra.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.Selection;
import org.junit.jupiter.api.Test;

/** The filters of S3 and EventBridge take every key that is copied, and few others. */
class KeyFilterTest {
    @Test
    void s3TakesThePrefixAndTheSuffixOfAPattern() {
        assertThat(s3("in/**.csv")).containsExactly(Map.of("prefix", "in/", "suffix", ".csv"));
        assertThat(s3("in/*/a?.csv")).containsExactly(Map.of("prefix", "in/", "suffix", ".csv"));
        assertThat(s3("a.csv")).containsExactly(Map.of("prefix", "a.csv", "suffix", "a.csv"));
        assertThat(s3("**")).containsExactly(Map.of());
    }

    @Test
    void s3TakesEachPrefixAndTheSuffixThatAllPatternsHave() {
        assertThat(s3("in/**.csv", "out/**.gz.csv"))
                .containsExactly(Map.of("prefix", "in/", "suffix", ".csv"), Map.of("prefix", "out/", "suffix", ".csv"));
        assertThat(s3("in/**", "in/a/**.csv")).containsExactly(Map.of("prefix", "in/"));
        assertThat(s3("in/**", "**.csv")).containsExactly(Map.of());
    }

    @Test
    void whatS3WouldReadAsSomethingElseIsLeftOut() {
        assertThat(s3("in/ü/**")).containsExactly(Map.of("prefix", "in/"));
        assertThat(s3("in/ü/**", "in/**")).containsExactly(Map.of("prefix", "in/"));
        assertThat(s3("**ü.csv")).containsExactly(Map.of("suffix", ".csv"));
        assertThat(s3(" a**")).containsExactly(Map.of());
    }

    @Test
    void s3TakesTheCommonPrefixOfMoreThanTen() {
        String[] patterns = IntStream.range(0, 11)
                .mapToObj(number -> "in/" + (char) ('a' + number) + "/**")
                .toArray(String[]::new);

        assertThat(s3(patterns)).containsExactly(Map.of("prefix", "in/"));
        patterns[10] = "in/a/x/**";
        assertThat(s3(patterns)).hasSize(10).contains(Map.of("prefix", "in/a/"));
    }

    @Test
    void eventBridgeTakesAConditionForEachPattern() {
        assertThat(event("in/**", "**.csv", "a/*/b.gz", "a.txt"))
                .containsExactly(
                        Map.of("prefix", "in/"), Map.of("suffix", ".csv"), Map.of("wildcard", "a/*/b.gz"), "a.txt");
        assertThat(event("a\\b/**.csv")).as("its wildcards have escapes").containsExactly(Map.of("prefix", "a\\b/"));
        assertThat(event("in/**", "**a*")).isEmpty();
    }

    @Test
    void aPatternLongerThanEventBridgeTakesIsTheCommonPrefix() {
        String[] patterns = IntStream.range(100, 200)
                .mapToObj(number -> "in/" + number + "/**")
                .toArray(String[]::new);

        assertThat(event(patterns)).containsExactly(Map.of("prefix", "in/1"));
        assertThat(event(Stream.concat(Stream.of(patterns), Stream.of("out/**")).toArray(String[]::new)))
                .isEmpty();
    }

    @Test
    void noFilterIsNarrowerThanThePatterns() {
        Random random = new Random(20261129);
        int copied = 0;
        for (int round = 0; round < 20_000; round++) {
            String[] patterns = Stream.generate(
                            () -> text(random, List.of("a", "b", "/", "ü", "\\", "?", "*", "**"), 5))
                    .limit(1 + random.nextInt(3))
                    .toArray(String[]::new);
            String key = text(random, List.of("a", "b", "/", "ü", "\\"), 5);
            if (selection(patterns).targetKey(key).isPresent()) {
                copied++;
                assertThat(s3(patterns).stream().filter(parts -> takes(parts, key)))
                        .as("%s, %s", List.of(patterns), key)
                        .hasSize(1);
                List<Object> conditions = event(patterns);
                assertThat(conditions.isEmpty() || conditions.stream().anyMatch(condition -> takes(condition, key)))
                        .as("%s, %s: %s", List.of(patterns), key, conditions)
                        .isTrue();
            }
        }
        assertThat(copied).isGreaterThan(1_000);
    }

    private static boolean takes(Map<String, String> parts, String key) {
        return key.startsWith(parts.getOrDefault("prefix", "")) && key.endsWith(parts.getOrDefault("suffix", ""));
    }

    private static boolean takes(Object condition, String key) {
        if (!(condition instanceof Map<?, ?> operator)) {
            return condition.equals(key);
        }
        String value = String.valueOf(operator.values().iterator().next());
        return switch (String.valueOf(operator.keySet().iterator().next())) {
            case "prefix" -> key.startsWith(value);
            case "suffix" -> key.endsWith(value);
            case "wildcard" -> key.matches("\\Q" + value.replace("*", "\\E.*\\Q") + "\\E");
            default -> throw new AssertionError(condition);
        };
    }

    private static List<Map<String, String>> s3(String... patterns) {
        return KeyFilter.rules(selection(patterns), "is", "text").stream()
                .map(rules ->
                        rules.stream().collect(Collectors.toMap(rule -> rule.get("is"), rule -> rule.get("text"))))
                .toList();
    }

    private static List<Object> event(String... patterns) {
        return KeyFilter.event(selection(patterns))
                .map(key -> List.<Object>copyOf((List<?>) key.get("key")))
                .orElse(List.of());
    }

    private static Selection selection(String... patterns) {
        return new Selection(
                Stream.of(patterns).map(pattern -> KeyRule.of(pattern, "", "")).toList());
    }

    private static String text(Random random, List<String> symbols, int longest) {
        return random.ints(1L + random.nextInt(longest), 0, symbols.size())
                .mapToObj(symbols::get)
                .collect(Collectors.joining());
    }
}
