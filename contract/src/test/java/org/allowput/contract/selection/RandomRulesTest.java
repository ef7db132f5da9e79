package org.allowput.contract.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for all rules that are accepted, over random ones and every short key of three characters. */
class RandomRulesTest {
    private static final List<String> CHARACTERS = List.of("a", "b", "/");
    private static final List<String> KEYS = keys(5);
    private static final int ROUNDS = 3_000;

    private final Random random = new Random(20261129);

    @Test
    void noTwoKeysBecomeOne() {
        int several = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Selection> accepted = accepted(rules());
            if (accepted.isEmpty()) {
                continue;
            }
            Selection selection = accepted.get();
            Map<String, String> sources = new HashMap<>();
            for (String key : KEYS) {
                selection.targetKey(key).ifPresent(target -> {
                    assertThat(sources.put(target, key))
                            .as("%s of %s", target, selection)
                            .isNull();
                    assertThat(selection.sourceKey(target)).as(target).contains(key);
                    assertThat(selection.prefixes()).anyMatch(key::startsWith);
                    assertThat(key).endsWith(selection.suffix());
                });
            }
            long deciding = selection.rules().stream()
                    .filter(rule -> sources.values().stream().anyMatch(rule::includes))
                    .count();
            several += deciding > 1 ? 1 : 0;
        }
        assertThat(several).as("selections of which several rules copy keys").isGreaterThan(50);
    }

    /** Without the condition on prefixes, random rules do copy two keys to one: the test above would find it. */
    @Test
    void whatIsRefusedHasSuchKeys() {
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<KeyRule> rules = rules();
            if (accepted(rules).isPresent()) {
                continue;
            }
            List<String> targets = KEYS.stream()
                    .flatMap(key -> rules.stream()
                            .filter(rule -> rule.includes(key))
                            .limit(1)
                            .flatMap(rule -> rule.targetKey(key).stream()))
                    .toList();
            found += targets.stream().distinct().count() < targets.size() ? 1 : 0;
        }
        assertThat(found).isGreaterThan(50);
    }

    private static Optional<Selection> accepted(List<KeyRule> rules) {
        try {
            return Optional.of(new Selection(rules));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private List<KeyRule> rules() {
        List<KeyRule> rules = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        while (rules.size() < count) {
            List<KeyPattern> include = patterns(1);
            String common = LongestCommon.prefix(
                    include.stream().map(KeyPattern::prefix).toList());
            rules.add(new KeyRule(
                    include,
                    patterns(0),
                    SizeRange.ANY,
                    common.substring(0, random.nextInt(common.length() + 1)),
                    text(CHARACTERS, 0, 3),
                    Optional.empty(),
                    ""));
        }
        return rules;
    }

    private List<KeyPattern> patterns(int fewest) {
        return Stream.generate(() -> new KeyPattern(text(List.of("a", "b", "/", "?", "*", "**"), 1, 4)))
                .limit(fewest + random.nextInt(2))
                .toList();
    }

    private String text(List<String> symbols, int shortest, int longest) {
        return random.ints(shortest + (long) random.nextInt(longest - shortest + 1), 0, symbols.size())
                .mapToObj(symbols::get)
                .collect(Collectors.joining());
    }

    private static List<String> keys(int longest) {
        List<String> keys = new ArrayList<>(CHARACTERS);
        for (int from = 0; keys.getLast().length() < longest; from++) {
            for (String character : CHARACTERS) {
                keys.add(keys.get(from) + character);
            }
        }
        return keys;
    }
}
