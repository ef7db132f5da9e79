package org.allowput.infra.settings.keys;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allowput.contract.selection.KeyPattern;
import org.allowput.contract.selection.KeyRule;

/**
 * Whether the rules include a key, of which some characters were read.
 *
 * @param includes for each rule the patterns that a key must all match
 * @param excludes for each rule the patterns of which a key must match none
 */
record KeyRuleState(List<List<KeyPattern>> includes, List<List<KeyPattern>> excludes) {
    static KeyRuleState start(List<KeyRule> rules) {
        return new KeyRuleState(
                rules.stream().map(rule -> rule.include().patterns()).toList(),
                rules.stream().map(rule -> rule.exclude().patterns()).toList());
    }

    KeyRuleState after(String text) {
        KeyRuleState state = this;
        for (int character : text.codePoints().toArray()) {
            state = state.after(character);
        }
        return state;
    }

    KeyRuleState after(int character) {
        return new KeyRuleState(after(includes, character), after(excludes, character));
    }

    private static List<List<KeyPattern>> after(List<List<KeyPattern>> all, int character) {
        return all.stream()
                .map(patterns -> patterns.stream()
                        .map(pattern -> pattern.after(character))
                        .toList())
                .toList();
    }

    /** Whether that rule is the first that includes the key. */
    boolean isDecidedBy(int rule) {
        return includes(rule) && IntStream.range(0, rule).noneMatch(this::includes);
    }

    private boolean includes(int rule) {
        return includes.get(rule).stream().allMatch(KeyPattern::matches)
                && excludes.get(rule).stream().noneMatch(KeyPattern::matches);
    }

    /** The characters that the patterns name. */
    IntStream literals() {
        return Stream.concat(includes.stream(), excludes.stream())
                .flatMap(List::stream)
                .flatMapToInt(KeyPattern::literals);
    }
}
