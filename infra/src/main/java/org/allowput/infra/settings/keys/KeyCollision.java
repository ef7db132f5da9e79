package org.allowput.infra.settings.keys;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import org.allowput.contract.selection.KeyRule;

/**
 * Searches for two source keys that different rules would copy to the same target key. The search is exact: if it finds
 * nothing, there are none.
 *
 * <p>Keys of two rules become one key only if one rule's added prefix begins with the other's, {@code added = prefix +
 * rest}. Then the keys are {@code stripped + rest + end} and {@code stripped + end} for one {@code end}, and this class
 * walks through the automata of both rules for all ends at once. Characters that no pattern names are all alike to the
 * patterns: one of them stands for all.
 */
final class KeyCollision {
    /** Rules that people write need some hundreds. */
    private static final int MAX_STATES = 50_000;

    private final List<KeyRule> rules;
    private final KeyRuleState start;
    private final Set<Integer> alphabet;

    KeyCollision(List<KeyRule> rules) {
        this.rules = rules;
        start = KeyRuleState.start(rules);
        alphabet = new TreeSet<>(start.literals().boxed().toList());
        alphabet.add((int) '/');
        int other = 'a';
        while (!alphabet.add(other)) {
            other++;
        }
    }

    /** Two keys that would become one, as a sentence for an error message. */
    Optional<String> find() {
        for (int one = 0; one < rules.size(); one++) {
            for (int other = 0; other < rules.size(); other++) {
                if (one != other
                        && rules.get(other)
                                .addPrefix()
                                .startsWith(rules.get(one).addPrefix())) {
                    Optional<String> found = find(one, other);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> find(int one, int other) {
        String added = rules.get(other).addPrefix();
        String firstStart = rules.get(one).stripPrefix()
                + added.substring(rules.get(one).addPrefix().length());
        String secondStart = rules.get(other).stripPrefix();
        if (firstStart.equals(secondStart)) {
            return Optional.empty();
        }
        Pair begin = new Pair(start.after(firstStart), start.after(secondStart), "");
        // The beginning itself is no key if it would be copied to none, but what leads back to it is.
        Set<Object> seen = new HashSet<>(added.isEmpty() ? Set.of() : Set.of(begin.states()));
        Queue<Pair> pairs = new ArrayDeque<>(List.of(begin));
        while (!pairs.isEmpty()) {
            Pair pair = pairs.remove();
            boolean copied = !(added + pair.end()).isEmpty();
            if (copied && pair.first().isDecidedBy(one) && pair.second().isDecidedBy(other)) {
                return Optional.of("rules by which \"%s\" and \"%s\" both become \"%s\""
                        .formatted(firstStart + pair.end(), secondStart + pair.end(), added + pair.end()));
            }
            for (int character : alphabet) {
                Pair next = pair.after(character);
                if (seen.add(next.states())) {
                    pairs.add(next);
                }
            }
            if (seen.size() > MAX_STATES) {
                return Optional.of("rules with more than %d combinations".formatted(MAX_STATES));
            }
        }
        return Optional.empty();
    }

    /** Two keys with the same end. */
    private record Pair(KeyRuleState first, KeyRuleState second, String end) {
        Pair after(int character) {
            return new Pair(first.after(character), second.after(character), end + Character.toString(character));
        }

        Object states() {
            return List.of(first, second);
        }
    }
}
