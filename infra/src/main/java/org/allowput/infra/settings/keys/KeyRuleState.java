package org.allowput.infra.settings.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether the rules include a key, of which some characters were read.
 *
 * @param includes for each rule the patterns that a key must all match
 * @param excludes for each rule the patterns of which a key must match none
 */
record KeyRuleState(List<List<KeyPatternState>> includes, List<List<KeyPatternState>> excludes) {
    static KeyRuleState start(List<KeyRuleSettings> rules) {
        return new KeyRuleState(
                rules.stream()
                        .map(rule -> patterns(rule.includePrefix(), rule.includeSuffix(), rule.includeGlob()))
                        .toList(),
                rules.stream()
                        .map(rule -> patterns(rule.excludePrefix(), rule.excludeSuffix(), rule.excludeGlob()))
                        .toList());
    }

    private static List<KeyPatternState> patterns(String prefix, String suffix, String glob) {
        List<KeyPatternState> patterns = new ArrayList<>();
        if (!prefix.isEmpty()) {
            patterns.add(KeyPatternState.prefix(prefix));
        }
        if (!suffix.isEmpty()) {
            patterns.add(KeyPatternState.suffix(suffix));
        }
        if (!glob.isEmpty()) {
            patterns.add(KeyPatternState.glob(glob));
        }
        return List.copyOf(patterns);
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

    private static List<List<KeyPatternState>> after(List<List<KeyPatternState>> all, int character) {
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
        return includes.get(rule).stream().allMatch(KeyPatternState::matches)
                && excludes.get(rule).stream().noneMatch(KeyPatternState::matches);
    }

    /** The characters that the patterns name. */
    IntStream literals() {
        return Stream.concat(includes.stream(), excludes.stream())
                .flatMap(List::stream)
                .flatMapToInt(KeyPatternState::literals);
    }
}
